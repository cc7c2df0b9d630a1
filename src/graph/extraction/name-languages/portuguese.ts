import type { NameLanguage } from './name-language.ts';

export const portuguese: NameLanguage = {
  nouns: {
    PERSON: `mãe pai mamãe papai pais irmãos? irmãs? filh[oa]s? marido mulher espos[oa] namorad[oa] noiv[oa] companheir[oa] amig[oa]s?
      prim[oa]s? ti[oa] avó avô vovó vovô net[oa] sobrinh[oa] sogr[oa] cunhad[oa] genro nora madrinha padrinho afilhad[oa] gême[oa]s?
      bebê bebé menin[oa] vizinh[oa] colega chefe patr(?:ão|oa) diretor~ gerente sóci[oa] secretári[oa] professora? prof alun[oa]
      treinadora? doutora? dra? médic[oa] pediatra dentista fisioterapeuta enfermeir[oa] psicólog[oa] veterinári[oa] advogad[oa] notário
      juíza? prefeit[oa] ministr[oa] presidente encanador canalizador eletricista cabeleireir[oa] babá ama senhora? seu dona padre frei
      autora? escritora? poeta cantora? ator atriz pintora? cachorr[oa] cão cadela cachorrinh[oa] gat[oa] gatinh[oa] coelh[oa] hamster
      papagaio canário tartaruga cavalo égua burro galinha porquinho`,
    ORGANISATION: `empresa companhia firma startup banco seguradora restaurante bar lanchonete café pizzaria hotel pousada padaria livraria loja
      supermercado mercado oficina agência clínica clube time equipa equipe grupo banda associação coro coral orquestra creche academia
      fundação sindicato partido marca operadora editora cinema imobiliária farmácia`,
    PLACE: 'cidade vila aldeia bairro região província estado ilha serra rio lago praia vale freguesia concelho',
    THING: `livro romance filme série documentário disco álbum canção música ópera peça jogo aplicativo app aplicação programa site ferramenta
      carro mota moto bicicleta barco navio ferry console consola revista jornal podcast remédio medicamento festival feira projeto
      modelo novela`,
  },
  within: {
    ORGANISATION: `hospital clínica colégio escola liceu instituto universidade faculdade academia conservatório museu câmara junta prefeitura teatro
      banco caixa seguros associação clube futebol óquei fc sc farmácia laboratórios? ministério biblioteca orquestra companhia hotel
      pousada restaurante bar café padaria grupo editora fundação federação sindicato agência ltda sa shopping supermercados? mercado
      finanças atlético sporting`,
    PLACE: `rua avenida praça travessa largo alameda ponte parque jardim lago lagoa monte serra pico vale ilha ilhas mar golfo cabo mata
      estação aeroporto castelo sé basílica igreja cemitério porto praia baía torre costa rio chapada cachoeira morro vila são santo
      santa cidade quinta`,
    THING: 'festival copa taça prêmio prémio feira grande_prêmio windows pokémon drive',
  },
  heads: 'rua avenida praça universidade hospital',
  joins: 'do dos das da de de_são',
  before: {
    ORGANISATION: `(?:internad|operad|demitid|despedid)[oa]*(?:no|na|da|do) (?:consulta|exame|marcação)*(?:no|na) jogo_d[ao] reembolso_d[ao]
      seguro*d[ao] (?:ouv|escut)~ trabalh~*(?:na|no|em|para|pra) entrevista*(?:na|no|em|com) estágio*(?:na|no|em) emprego*(?:na|no|em)
      vaga*(?:na|no|em) contratad[oa]*(?:por|pela|pelo|na|no) volta~?*para_a carta_d[ao] estud~*(?:na|no) cliente~?*d[aoe]
      conta*(?:na|no|da|do) (?:fatura|encomenda|pedido|multa)_d[aoe] compr~*(?:na|no) encomend~*(?:na|no) (?:show|concerto)_d[aoe]
      jog~*(?:no|na|pelo|pela) matr[ií]cul~*(?:na|no|da|do) inscr~*(?:na|no) lig~*(?:à|ao|para_a) ensina~*(?:na|no)
      fisioterapia*(?:na|no) prova_d[ao] torc~*pel[oa] sede_d[ao]`,
    THING: `baix~ episódio~?*d[aoe] temporada*d[aoe] (?:no|pelo|pela)_(?:app|aplicativo)
      (?:planilha|mensagem|documento|versão)*(?:no|na|do|da) instal~ us(?:o|a|ar|amos|ando) jog~*(?:ao?|com)
      (?:fotos|senha|conta|mensagem|grupo|perfil|vídeo|playlist|arquivo)~?*(?:no|na|do|da)
      (?:compr|vend|dirig|conduz)~*(?:um|uma|meu|minha|o_meu|a_minha|seu|sua) (?:meu|minha)_velh[oa] assin~ toc~ cant~ recomend~
      passeio*no`,
    PERSON: `com(?:_[oa])? de por que se quando como sem entre
      (?:vi|ver|visto|conhec~|encontr~|cham~|convid~|visit~|lev~|ajud~|amo)(?:_~){0,1}_[oa]
      (?:diss|diz|pergunt|dar?|deu|dei|dá|cont|lig|fal|escrev|pedi|agradec|emprest|devolv|mostr)~(?:_~){0,2}_(?:ao?|à|para_[oa]|pra|pro)
      segundo olá oi querid[oa] obrigad[oa]
      (?:aniversário|casamento|carro|quarto|festa|irmão|irmã|mãe|pai|filh[oa]|marido|mulher|amig[oa]|prim[oa]|cachorro|gato)_d[aoe]
      (?:livro|romance|canção|filme|quadro|música)_d[aoe] presente_para_[oa] e_[oa] ontem_[oa] hoje_[oa] amanhã_[oa] que_[oa] d?[oa]`,
    PLACE: `(?:hotel|apartamento|hospital|museu|estação|porto|praia|aeroporto|feira|mercado|universidade|bairro|sede)_d[aoe]
      (?:fim_de_semana|férias|viagem|passeio|mercado|estação|praia|casa|apartamento|concerto|casamento|festa)*(?:em|a|ao|à|no|na)
      (?:cresc|fic|pass)~*em em para até_(?:ao|à|a|o)? até desde mor~*(?:em|no|na) viv~*(?:em|no|na) nasc~*(?:em|no|na)
      (?:vou|vai|vamos|ir|fomos|foi|voltar|viaj~|mud~|cheg~|part~|lev~)*(?:a|ao|à|para|de|em) perto_d[aoe] longe_d[aoe] beira_d[aoe]
      visit~ atravess~ sub(?:ir|imos|i|iu)*(?:ao?)?
      (?:norte|sul|leste|oeste|centro|trem|comboio|autocarro|ônibus|voo|barco)_(?:d[aoe]|para) (?:sou|é|são|somos)_d[aoe] venho_d[aoe]
      volta_d[aoe] em_torno_d[aoe]`,
  },
  between: 'não se me te nos lhe lhes já também sempre nunca ainda ontem hoje quase só',
  behind: {
    PERSON: `casam casar moram vivem vêm vão chegam querem e_eu (?:é|era)_(?:meu|minha|muito|noss[oa]|um|uma|alérgic[oa]) mora vive trabalha diz disse quer queria pensa acha estuda joga
      canta dorme come comeu fala falou chora vem veio volta voltou chega chegou sai saiu cozinha faz fez nasceu morreu sabe pode tem
      teve precisa prefere procura ensina pediu desistiu largou esqueceu começou passou foi vai gosta odeia ama comprou trouxe escreve
      lê leu conseguiu pintou contou ligou perguntou convidou casa adora está_(?:doente|grávida|muito|lendo|a|de|em)`,
    ORGANISATION: `anunciou contratou demitiu abriu fechou aumentou devolveu enviou cancelou cobrou vende cobra entrega
      (?:está|estava)_(?:fechad|lotad|chei|abert)~ respondeu responde`,
    THING: '(?:funciona|abre|carrega|trava|travou|liga) (?:avariou|quebrou|estragou)',
    PLACE: '(?:é|fica)_(?:uma_cidade|uma_vila|a_\\d+|longe|perto)',
  },
  is: 'é era',
  peopleHaveArticles: true,
  called: 'se_chama~ chama-se chamad[oa]',
  articles: `o a os as um uma uns umas ao à aos às do da dos das no na nos nas pelo pela meu minha teu tua seu sua nosso nossa este esta esse
    essa`,
  and: 'e',
  reads: 'ler lendo leio lê li leu lemos lido reler assist~ recomend~',
  says: 'diz~ diss~ respond~ grit~ pergunt~ palavra escrev~',
  small: `eu tu ele ela nós vós eles elas você vocês isto isso aquilo este esta esse essa que quê quem qual quais quando onde como quanto
    quanta quantos porque porquê e ou nem mas porém se a ante com contra de do da dos das desde em no na nos nas entre para pra pro
    por pelo pela sem sob sobre até ao à aos às o os as um uma uns umas meu minha meus minhas teu tua seu sua seus suas nosso nossa
    não sim já também sempre nunca jamais ainda ontem hoje amanhã agora depois antes então aqui aí ali lá muito mais menos tão tanto
    tudo todo toda todos todas nada ninguém algo alguém algum alguma nenhum cada pouco bem mal melhor pior quase só talvez além assim
    obrigado obrigada olá oi feliz há me te lhe lhes enquanto finalmente ultimamente infelizmente mamãe papai gente`,
};

import type { NameLanguage } from './name-language.ts';

export const spanish: NameLanguage = {
  nouns: {
    PERSON: `madre padre mamá papá padres herman~ hij~ marido mujer espos~ pareja novi~ amig~ prim~ tía tío abuel~ sobrin~ niet~ suegr~ cuñad~
      yerno nuera madrina padrino ahijad~ mellizo gemel~ bebé niñ~ chic~ vecin~ colega compañer~ jef~ director~ gerente encargad~ soci~
      secretari~ profesor~ profe maestr~ alumn~ entrenador~ doctor~ médic~ dentista fisio~ enfermer~ psicólog~ veterinari~ abogad~
      notari~ juez~ alcalde~ ministr~ president~ fontaner~ electricista panader~ peluquer~ niñera canguro señor señora señorita sr sra
      srta don doña fray autor~ escritor~ poeta cantante act(?:or|riz) pintor~ perr~ cachorr~ gat~ conej~ hámster loro canario tortuga
      caballo yegua burro gallina cerdito pez`,
    ORGANISATION: `empresa compañía firma startup banco aseguradora restaurante bar cafetería café pizzería hotel hostal panadería librería tienda
      supermercado taller agencia bufete clínica club equipo grupo banda asociación coro orquesta guardería academia gimnasio fundación
      sindicato partido marca operadora editorial residencia cine inmobiliaria farmacia`,
    PLACE: `ciudad pueblo aldea barrio región provincia comarca isla sierra volcán río lago playa calle plaza avenida valle`,
    THING: `libro novela cómic película peli serie documental disco álbum canción tema ópera obra juego videojuego app aplicación programa web
      herramienta coche moto bici barco ferry crucero consola revista periódico podcast medicamento festival feria proyecto modelo`,
  },
  within: {
    ORGANISATION: `hospital clínica colegio instituto escuela universidad facultad academia conservatorio museo ayuntamiento teatro banco caja
      seguros asociación club deportivo atlético real_~ fc cf cd ud farmacia laboratorios ministerio biblioteca orquesta compañía hotel
      restaurante bar café taberna bodegas? casa grupo editorial fundación federación sindicato agencia consejería junta sl sa mercado
      supermercados tributaria consultores`,
    PLACE: `calle avenida plaza paseo camino puente parque jardín jardines lago laguna monte sierra pico valle isla islas mar golfo cabo
      bosque estación aeropuerto castillo catedral basílica iglesia cementerio puerta puerto playa bahía torre costa río barrio ciudad
      villa san~ ría cerro volcán`,
    THING: 'festival copa premio feria gran_premio windows pokémon',
  },
  joins: "de_la de_los de_las de_el del de d' las los la",
  before: {
    ORGANISATION: `(?:ingres|oper)~*en (?:despid|ech)~*de (?:médico|especialista|revisión|consulta)*en_(?:el|la) recibo_de partido*(?:del|de|contra)
      devol~*a seguro*(?:de|con) trabaj~*(?:en|para) escuch~ entrevista*(?:en|con) prácticas*en contrat~*(?:en|por) puesto*en
      (?:llam|escri)~*de estudi~*en_la (?:cita|turno)*en client~*de cuenta*en (?:factura|paquete|pedido|carta|correo)_de compr~*en
      pid~*(?:en|a) concierto_de jueg~*en_el fich~*(?:por|en) matrícula*de inscri~*en apunt~*en llame_a_la entr~_en_el
      (?:hincha|soci[oa])_del?`,
    THING: `descarg~ (?:contraseña|cuenta|fotos?|mensaje|vídeo|grupo|archivo|documento|hoja|versión)s?*(?:en|de) episodio~?_de temporada*de
      capítulo~?_de (?:en|por|con)_la_app enganchad[oa]s?_a instal~ us(?:o|a|as|amos|ar|ando) jug~*a tabla_de archivo_de
      (?:romp|estrope|averi)~*(?:el|la|mi) compr~*(?:un|una|mi) vend~*(?:un|una|mi|el|su) conduc~ mi_viej[oa] suscri~*a en_mi en_su
      tom(?:o|a|ar|ando) suscripción*de`,
    PERSON: `con de a por que si cuando como sin entre
      (?:vi|ver|visto|veo|conoc~|llam~|dij~|dig~|pregunt~|regal~|ayud~|invit~|esper~|quier~|quer~|cont~|escrib~|dev~|prest~|agrade~|felicit~|present~)(?:_~){0,2}_a
      (?:falt|gust|encant|import)~*a según hola querid[oa] gracias_a cumpleaños*de
      (?:libro|novela|canción|película|cuadro|obra)~_(?:de|por) quedado_con(?:_los)?
      (?:herman[oa]|madre|padre|hij[oa]|marido|mujer|amig[oa]|prim[oa]|boda|habitación|perro|gato)_de para casar~_con soy los en_casa_de`,
    PLACE: `(?:hotel|piso|finca|resort|apartamento|hospital|museo|estación|puerto|playa|aeropuerto|feria|mercado|universidad|barrio|sede)_de
      (?:fin_de_semana|vacaciones|viaje|excursión|ruta|mercado|estación|playa|ayuntamiento|piso|casa|apartamento|camping|concierto|boda|fiesta)*(?:en|a|por)
      (?:nac|crec|resid|qued|vera?ne)~*en (?:escal|recorr)~ (?:volv|regres|lleg|march|escap)~*(?:a|de|desde) en desde hacia hasta
      viv~_en sub~_(?:al?|hasta) cruz~ visit~ viaj~*a vuel[ao]~*(?:a|de|para) vamos_a i(?:r|do)_a fu(?:i|imos|eron)_a mudar~*a
      mud[aoó]~*a (?:soy|es|son|somos)_de vuelta_por cerca_de lejos_de
      (?:norte|sur|este|oeste|centro|coche|tren|autobús|barco|vuelo|camino|carretera)_(?:de|a) de_~(?:_~)?_a
      ven(?:go|ir|imos|ía)_de lleg~_a por casa_de_campo_en recorr~`,
  },
  between: 'no se me te nos le les lo la los ya también siempre nunca todavía aún ayer hoy',
  behind: {
    PERSON: `casan viven vienen van quieren llegan y_yo (?:ha|había)_~(?:do|to|cho) trabaja vive dice dijo quiere quería piensa cree estudia juega canta duerme come habla
      llamó contó llora viene vino vuelve volvió llega llegó sale salió cocina cumple nació murió sabe puede podía tiene tuvo necesita
      prefiere busca vuela invitó pintó soporta regaló trajo compró escribe lee va fue gusta odia ama pide pidió espera
      es_(?:mi|su|nuestr~|muy|alérgic~|de) está_(?:muy|enferm~|embarazada|content~|triste|en)`,
    ORGANISATION: `(?:ha|han)_(?:anunciado|contratado|despedido|abierto|cerrado|subido|devuelto|enviado|cancelado|dado_cita|cobrado) vende cobra
      envía contrata despide anunció contrató cerró abrió cobró responde estaba_(?:llen|cerrad|abiert)~ está_(?:cerrad|abiert)~`,
    THING: '(?:funciona|arranca|abre|carga) se_(?:cierra|cuelga|bloquea|rompió|averió|ha_roto)',
    PLACE: '(?:es|era)_(?:una_ciudad|un_pueblo|preciosa)',
  },
  is: 'es era',
  called: 'se_llam~ llamad[oa]s?',
  articles: 'el la los las un una unos unas al del mi mis tu tus su sus nuestr[oa]s? este esta ese esa',
  and: '[ye]',
  reads: 'leer leyendo leo lee lees leí leyó leído leímos leemos releer viendo resum~',
  says: 'di~ dec~ respond~ grit~ pregunt~ palabra escrib~',
  small: `yo tú él ella ello nosotros nosotras vosotros ellos ellas usted ustedes esto eso aquello este esta ese esa que qué quien quién
    quienes cual cuál cuando cuándo donde dónde como cómo cuanto cuánto cuánta cuántos porque porqué y e o u ni pero sino aunque si a
    ante bajo con contra de del desde en entre hacia hasta para por según sin sobre tras al el la los las lo un una unos unas mi mis
    tu tus su sus nuestro nuestra no sí ya también tampoco siempre nunca jamás todavía aún ayer hoy mañana anoche ahora luego después
    antes entonces aquí ahí allí muy más menos tan tanto todo toda todos todas nada nadie algo alguien alguno alguna ninguno ninguna
    cada mucho mucha poco bien mal mejor peor casi solo sólo quizá quizás ojalá además así gracias hola adiós feliz se me te le nos
    les mientras finalmente últimamente normalmente hace mamá papá`,
};

import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const spanish: MessageLanguage = {
  small: `yo tú tu él ella nosotros me te se nos lo la los las le les el un una unos unas de del al y o pero es son era fue soy eres está estoy están he has ha
    hemos han mi mis tus su sus nuestro nuestra que qué quién quien cuál cual cuándo dónde cómo cuánto cuánta cuántos cuántas por para con sin en sobre
    desde hasta entre sí si ya más muy todo toda todos todas este esta ese esa eso hay hace no ni aquí ahora porque`,
  greeting: String.raw`
    hola(?: hola)?|holi+s?|holaa+|(?:muy )?buen(?:os|as)? (?:días?|dias?|tardes?|noches?)|(?:muy )?buenas|ey|epa|saludos|bienvenid[oa]
    encantad[oa]|aló|(?:qué|que) tal (?:el|la|tu) \p{L}+|qué haces|cómo amaneciste|feliz año(?: nuevo)?
    (?:y )?(?:qué|que) (?:tal|onda|hubo|más|hay|pasa)(?: (?:todo|vamos|estás|estas|va|vas|andas|te va|de nuevo|amig[oa]|tú|hoy))*
    (?:cómo|como) (?:estás|estas|está|te va|vas|andas|va|va todo|va eso|vamos|te ha ido|has estado)(?: (?:hoy|tú|todo))*
    (?:todo bien|qué cuentas|qué hay de nuevo|tanto tiempo|cuánto tiempo)(?: sin (?:hablar|hablarnos|vernos|verte|saber de ti|escribirte))?
    (?:un )?(?:gusto|placer) (?:verte|saludarte|hablar contigo)(?: de nuevo)?`,
  greetingByName: 'hola',
  hesitations: hesitations.es,
  before: 'bueno|a ver|oye|entonces|y|vale|por favor|ok|por cierto',
  idle: String.raw`
    de nuevo|otra vez|nuevamente|(?:soy )?yo(?: otra vez| de nuevo)?|(?:aquí|acá) (?:estoy|ando|me tienes|vuelvo)
    (?:ya )?(?:estoy|he vuelto|volví|regresé|llegué|vuelvo)(?: (?:de vuelta|aquí|acá|de nuevo|en casa))*
    de vuelta(?: (?:de|del) (?:las? )?\p{L}+)?|(?:he vuelto|volví|recién llegad[oa]|ya volví|(?:ya )?regresé) (?:de|del) (?:las? |los? )?\p{L}+
    amig[oa]|a todos|no|verdad|y|pues|bueno|bien|oye|eh|mira|vale|ok|hoy|estás (?:ahí|por ahí)|hay alguien|me ayudas|necesito ayuda
    por favor|gracias`,
  smallTalk: String.raw`
    perd[oó]n\p{L}*|demora|me (?:levanto|despierto)|levantad[oa]|disculp\p{L}*|lo siento|dormi(?:do)?|dormí|cansad[oa]|agotad[oa]|reventad[oa]
    muert[oa] de (?:sueño|hambre|frío|cansancio|calor)
    (?:menud[oa]|vaya|uf+ qué|qué|que|día|semana) (?:día|semana|noche|mañana|calor|frío|sueño|cansancio|larg[oa]|durísim[oa]|de locos)\p{L}*
    por fin (?:es )?(?:viernes|en casa|fin de semana|libre|vacaciones|terminé|salí|acabé)
    café|(?:tuve|tenía|tuvimos) que (?:irme|salir|cortar|colgar|dejarte?|dejarlo|atender)
    me (?:fui|tuve que ir|cortaron|interrumpieron|llamaron|desconecté)|se (?:me )?cortó|(?:hace|qué) (?:mucho )?(?:calor|frío)|llueve
    extrañaste|echaste de menos|ya (?:comí|cené|desayuné|almorcé)`,
  begins: `
    (?:(?:ya )?podemos|puedo|vamos a|quiero|quisiera|me gustaría|a|te parece si|qué tal si)? ?(?:seguimos|sigamos|seguir|continuamos|continuemos|continuar|continúa|retomamos|retomemos|retomar|empezamos|empecemos|empezar|empieza|comenzamos|comencemos|comenzar|reanudamos|reanudar|sigue)(?: (?:(?:con|a) )?(?:la|nuestra|esta) (?:charla|conversación|plática|sesión).*| (?:por |desde )?d[oó]nde .*| (?:de|desde) cero| con (?:lo nuestro|esto)| de nuevo| charlando| hablando| adelante| ya| ahora)?
    (?:una? )?nuev[oa] (?:conversación|charla|chat|sesión)|volvamos a lo (?:de antes|de ayer|nuestro)|preséntate|(?:estoy )?list[oa]|vamos
    dale|adelante`,
  aboutUs: `
    ^(?:ponme|me pones) (?:al (?:día|corriente|tanto))|^quién soy(?: .*ti| yo)?$|^qué (?:hay de nuevo|hay para hoy|toca hoy|tenemos hoy)$`,
  talk: `yo me mí nos nosotros nuestra nuestro nuestras nuestros tú tu ti te usted eres soy estoy estás estaba estabas estábamos estabamos estamos es era fue he has
    hemos había habíamos a de del la el lo los las un una en con por para sin sobre acerca que qué quien quién cual cuál donde dónde adónde
    cómo como cuánto cuanto tanto mucho tiempo y o pero no si sí ya aún todavía otra vez veces última ultima último anterior pasada pasado
    previa ayer antes hoy anoche recién hace rato momento día días semanas meses semana conversación conversacion conversaciones charla
    charlas chat plática platica sesión tema temas hilo punto parte hablar hablamos hablado hablando hablábamos hablabamos hablaste charlar
    charlamos charlando charlábamos platicamos platicando decir dije dijimos dicho decíamos deciamos decía contaba contábamos contado conté
    conversamos conversando discutimos vimos visto ver vernos verte quedamos quedado quedó quedaron quedábamos dejamos dejado dejó íbamos
    ibamos iba paramos parado cortamos seguir seguimos sigamos sigue sigues continuar continuamos continuemos continúa retomar retomamos retomemos
    retoma volver volví vuelto vuelvo regresé volvamos empezar empecemos comenzar cero nuevo nueva sabes saber conoces conocer conocías
    recuerdas recordar recuerda recuérdame recuerdame acuerdas acordar acuerda memoria memorias guardado apuntado aprendido olvidado olvidaste
    tienes puedes podrías podemos podríamos puede quiero quieres vamos va vale bueno pues oye gracias favor aquí acá ahí alguien todo algo
    nada más cosas cosa tipo persona idea resumen resumir resume resúmeme resúmenos tal bien gusto saludarte se le al le esto eso esta este ese esa qué entonces
    perdona perdón mal contigo conmigo`,
  lastTime: String.raw`
    (?:sabes|conoces|recuerdas|acuerdas|guardado|apuntado|aprendido|olvidado|memoria|idea|tienes|dicho|contado) .*(?:de|sobre|acerca de) mí?
    (?:me|te) (?:recuerdas|conoces|acuerdas de mí|olvidaste)|quién(?: \p{L}+)? soy(?: yo)?$
    (?:última|ultima|último|anterior|pasada|ayer|anoche|antes|previa) .*(?:vez|conversación|conversacion|charla|chat|plática|sesión|tema|habl\p{L}+|dijimos|decía\p{L}*|vimos|quedamos|dejamos|charl\p{L}+)
    (?:habl\p{L}+|dijimos|charl\p{L}+|platic\p{L}+|quedamos|dejamos|vimos|decíamos|conversamos|conté) .*(?:vez|ayer|anoche|antes|anterior|hace rato)
    (?:qué|que|dónde|donde|cuál|punto|cómo) .*(?:quedamos|quedado|quedó|dejamos|dejado|íbamos|ibamos|paramos|estábamos|estabamos|hablando|hablábamos|hablabamos|decíamos|charlando)
    por dónde|nuestra (?:última )?(?:conversación|charla)$`,
  goesOn: String.raw`
    seguir|seguimos|sigamos|continu\p{L}*|retom\p{L}*|volv[íe]\p{L}*|vuelto|vuelvo|vuelta|regresé|yo otra vez|otra vez yo|tiempo sin
    tanto tiempo|(?:mucho|tiempo) que no|(?:días|semanas|meses) sin|gusto|empecemos|empezar de|alguien ahí|(?:sigues|estás) ahí
    aquí (?:otra vez|de nuevo|estoy)`,
  question: `
    qué|quién(?:es)?|cuál(?:es)?|cuándo|a?dónde|cómo|cuánt[oa]s?|por qué|(?<=^|[,;:¿] ?)(?:cual(?:es)?|quien(?:es)?|cuant[oa]s?)`,
  and: `
    y|e|o|pero|además`,
  signs: {
    causes: String.raw`
      por ?qu[ée]|razon(?:es)?|razón|motivos?|causas?|causó|a qué se deb\p{L}+|consecuencias?|impacto|efectos?|afect\p{L}*|influ[iyí]\p{L}*
      relación (?:entre|con|tiene|hay)|tiene(?:n)? que ver|relacionad[oa]s?|qué pasaría si|llevó a`,
    compares: String.raw`
      comp[aá]r\p{L}*|diferenci\p{L}*|difieren?|en común|se parecen?|parecid[oa]s?|similar\p{L}*|versus|vs\.?|frente a|en vez de
      (?:más|menos|mejor|peor|mayor|menor) (?:\p{L}+ )?que|tan .+ como|ventajas|desventajas|pros y contras|lado a lado|contradi\p{L}+
      (?:qué|cuál|es|era|fue|sería|si|salía|conviene) .*(?:mejor(?! amig)|peor|más barat[oa]|más car[oa])
      (?:debería|deberíamos|me conviene|conviene) .+ o .+|(?:o bien|ya sea) .+ o|de acuerdo en`,
    digests: String.raw`
      resum(?:e|en|a|as|ir|as|o|ime|eme|irme|irlo)\p{L}*|resúme\p{L}*|recapitul\p{L}*|recuento|repas(?:a|ar|o|ame|emos)|repás\p{L}*|balance
      síntesis|panorama|visión general|cronolog\p{L}*|cronológic\p{L}*|línea (?:de tiempo|del tiempo|temporal)|historial de
      historia (?:de|del|completa)|toda la historia|desde (?:el principio|cero|el inicio)|de principio a fin
      (?:un|haz\p{L}*|hacer|prepara\p{L}*) (?:.* )?(?:informe|reporte|análisis)|anali[zc]\p{L}*|analí[zc]\p{L}*
      eval[uú]\p{L}*|explic(?:a|ar|ame|arme)|explíca\p{L}*|descri(?:be|bir|bime)|descríbe\p{L}*|cuéntame (?:la|todo|cómo|sobre)|en qué orden
      trayectoria|paso a paso|punto por punto|detall\p{L}*|pormenor\p{L}*|reconstru\p{L}*`,
    tasks: String.raw`
      (?:quiero|necesito|me gustaría) (?:tod\p{L}+|una lista|un \p{L}+ (?:de|para|con))
      redact\p{L}*|redáct\p{L}*|(?:escr[ií]b|prep[aá]r|[aá]rm|hazm|elab[oó]r|cr[eé]a|dis[eé]ñ)\p{L}* (?:un|una|el|la|los|las|mi|lo)
      haz (?:un|una|el|la)|organi[zc](?:a|ar|ame|emos)|organíza\p{L}*|plane(?:a|ar|ame|emos|o)|planéa\p{L}*|planific\p{L}*
      ^(?:plan|menú|rutina|itinerario|ideas|lista|propuesta)|un (?:plan|menú|itinerario|presupuesto|programa) (?:de|para|que|con)
      (?:una|en) lista (?:de|con)|listar|lístame|enumer\p{L}*
      (?:junta|reúne|recopila|ordena|clasifica|agrupa|calcula|suma|saca|sácame|pon|ponme)(?:me|los|las)? (?:un|una|el|la|los|las|lado|todo|todos|todas|por|en)
      recopil\p{L}*`,
    everything: String.raw`
      todo(?: lo|s)(?! (?:los )?(?:días|meses|años))
      tod[oa]s? (?:lo|los|las|la|el|mis|nuestr[oa]s?|sus)(?! (?:días|meses|años|semanas|noches|mañanas|lunes|martes|miércoles|jueves|viernes|sábados|domingos|tarde|noche|mañana))
      todas|todos|cada (?!día|mes|año|semana|noche|mañana|cuánto|cuanto|hora|vez|dos|tres|cuatro|seis|ocho)\p{L}+|cada vez que|uno por uno
      una por una|cuáles (?:son|fueron)|cuanto (?:te|he|sabes)`,
    developments: String.raw`
      (?:cómo|qué|en qué|ha|han|fue|fueron) .*(?:cambi(?:ado|ando|ó|aron)|evolucion\p{L}*)|evoluci[oó]n\p{L}*|cambios?|progres\p{L}*
      avanzad[oa]|tendencias?|patr[oó]n(?:es)?|a lo largo|con el tiempo|con los años|poco a poco|cada vez (?:más|menos|mejor|peor)|mejorado
      empeorado|desarroll\p{L}*|antes y después|relación (?:con|entre)`,
    spans: String.raw`
      desde(?! (?:ayer|hoy|anteayer|cuándo|cuando vive|esta mañana))|entre .+ y .+|de(?:sde)? .+ hasta .+|hasta (?:ahora|hoy|la fecha)
      (?:en|durante|de) (?:los|las|estos|estas) (?:últim[oa]s|próxim[oa]s|\p{L}+)? ?(?:\p{L}+ )?(?:días|semanas|meses|años)
      (?:últim[oa]s|próxim[oa]s|pasad[oa]s) (?:\p{L}+ |\d+ )?(?:días|semanas|meses|años|tiempos)|últimamente|durante (?:todo|toda|el|este)
      en lo que va|estos (?:\p{L}+ )?(?:meses|años|días)`,
    advice: String.raw`
      recomi[eé]nd\p{L}*|recomendaciones|recomendarías|sugi?er\p{L}*|sugié\p{L}*|aconsej\p{L}*|consejos?|propón\p{L}*|propuestas?|ideas
      según (?:todo|lo|mis|nuestr\p{L}+)|basándote|basad[oa] en|en base a|a partir de|teniendo en cuenta
      ten en cuenta (?:lo|mis|los|las|que)|tomando en cuenta|considerando|(?<!(?:he|has|ha|hemos|había) )dado (?:que|lo)|con todo lo
      ayúdame a (?!recordar|encontrar)|ayudarme a (?!recordar|encontrar)|cómo (?:puedo|podría|debería|podemos)
      (?:qué|que) (?:diría|pensaría|opina|piensa|dirían|opinan|piensan|le gustaría|debería)
      opini[oó]n(?:es)?|estrategias?|encaj\p{L}*|que (?:le|les|nos|me) (?:guste|sirva|convenga)|se llevarían?|debería|deberíamos|me conviene`,
  },
  parts: `
    ambos|ambas|juntos|juntas|respectivamente|así como|y (?:qué|quién|cuándo|dónde|cuál|cómo|si|cuánto)|también|además|excepto|sin|pero no|sino`,
  back: {
    always: String.raw`
      un[oa] (?:más|menos) \p{L}+(?= ?[,.?!]|$)|como (?:la (?:última|otra|anterior) vez|siempre|antes|quedamos)
      (?:en|con) cuál(?= (?:iba|estaba|va|era))|(?:más|menos) (?:cort|larg|brev|formal|simple|sencill|clar|detalla)\p{L}*(?= ?[,.?!]|$)
      y si (?:lo|la|los|las)
      (?:añade|agrega|quita|pon|borra|cancela|manda|cambia) (?:también|el|la|los|las)? ?(?:primer|segund|últim|otr)\p{L}+(?= ?[,.?!]|$)
      ^(?:añade|agrega|pon|quita) también \p{L}+(?=[.!]?$)|(?:lo mismo|igual)(?= (?:para|con|que|en|pero)|$| ?[,.?!])
      (?:algun|ningun)[oa]s?(?= (?:es|era|tiene|de (?:ellos|ellas|l[oa]s|est[oa]s|es[oa]s)|más)|$| ?[,.?!])
      (?:un[oa]|cuál|cuáles|cuántos|cuántas|cada uno|ninguno) de (?:ell[oa]s|l[oa]s dos|es[oa]s|est[oa]s)
      (?:después|antes|además|aparte|a pesar|a partir|fuera|encima|en vez|por culpa) de (?:eso|esto|ello)
      es[ae] (?:día|vez|noche|año|momento|semana)|aquel(?:la)? (?:día|vez|noche|año)|por eso|la otra vez
      la (?:última|primera) vez(?= ?[,.?!]|$)|(?:qué|quién|dónde) más`,
    who: String.raw`
      (?:el|la|los|las|del|al) (?:roj|azul|verde|negr|blanc|amarill|gris|antigu|nuev|viej|grand|pequeñ|barat|car|cort|larg|prop|buen)(?:[oa]|e|es)?s?(?= ?[,.?!]|$| (?:es|era|sigue|está|estaba|cuesta|costaba|también|y|de quién|dónde)(?!\p{L}))
      (?:el|la|los|las) de antes|cuál(?:es)?(?= (?:iba|es|era|fue|estaba|va|tenía|dije|me|te|le)(?!\p{L}))(?! .* (?:de|del|entre) )|él
      ella|ellos|ellas|su|sus|suy[oa]s?
      (?:el|la|los|las|del|al) (?:primer[oa]?|segund[oa]|tercer[oa]?|últim[oa]|otr[oa]|mism[oa]|anterior|siguiente|de (?:la|el|los|las|arriba|abajo|ayer))s?(?=$| ?[,.?!;:]| (?:para|otra|por|y|también|es|era|que|no|de nuevo|ya)(?!\p{L}))
      (?:el|la|los|las) (?:más|menos) \p{L}+(?=$| ?[,.?!]| (?:es|era|de quién))
      (?:los|las) (?:dos|tres)(?= ?[,.?!]|$| (?:son|eran|juntos|a la vez))|ambos|ambas`,
    what: String.raw`
      eso|esto|ello|aquello|ahí|allí|allá|és[ea]s?|ést[ea]s?|aquél(?:la)?|es[ea]s?(?= ?[,.?!]|$| (?:no|también|de|que|es|era)(?!\p{L}))
      est[eao]s?(?= ?[,.?!]|$)|aquell[oa]s?|(?<!\ba \p{L}+ |\ba quién .*)les?(?= \p{L})(?!.* (?:a|al) )
      lo(?= (?!que|de|del|mismo|más|menos|mejor|peor|único|primero|último|bueno|malo|siento|cual)\p{L}+)
      (?<=\b(?:me|te|se|nos|no|ya|quién|cómo|cuándo|dónde) )(?:la|los|las)(?= (?:\p{L}+(?:é|ó|aste|iste|amos|imos|aron|ieron|aba|aban|ía|ías|ían|aré|ará)|tengo|tienes?|puse|hice|hizo|dije|dijo|quiero|quieres?|veo|ves|uso|usas?|vi|puedo|puedes?|trajo|llevo|he|has|ha|hemos|han|había|habíamos)(?!\p{L}))
      \p{L}*[áéíóú]\p{L}*(?:a|e|d|s|n|i)(?:me|te|se|nos)?(?:lo|la|los|las|le|les)|\p{L}+[aeií]r(?:me|te|se|nos)?(?:lo|la|los|las|le|les)
      \p{L}+ndo(?:me|te|se)?(?:lo|la|los|las|le|les)|(?:haz|pon|di|da|ve|ten)(?:me|nos)?(?:lo|la|los|las|le|les)`,
    pointing: String.raw`
      (?:ese|esa|esos|esas|aquel|aquella|aquellos|aquellas|dich[oa]) \p{L}+`,
    idle: `
      te lo (?:dije|he dicho|conté)|qué (?:es|son|era|significa) (?:eso|esto|aquello)(?: de|,) .+|(?:qué|cómo) es eso de .+|por eso mismo
      (?:fác|difíc|móv|út|fós)iles|escándalo|pétalos?|(?:está|es) (?:lloviendo|nevando)`,
    noun: String.raw`
      (?:el|la|los|las|un|una|unos|unas|mi|mis|nuestr[oa]s?|tu|del|al|cada|algún|alguna) \p{L}+`,
    asking: 'qué|cuánt[oa]s?|cuál(?:es)?',
    clause:
      'y|e|o|u|pero|que|quién|quien|cuándo|cuando|dónde|donde|cómo|como|si|porque|por qué|cuál|cuánto|qué|aunque|mientras',
    edits: `
      traduce|tradúcelo|reformula|cambia|borra|quita|elimina|cancela|sube|baja|aumenta|reduce|corrige|mueve|pasa|añade|manda|envía|ponlo`,
    empty: `
      añade manda resultado resultados respuesta plazo efecto reacción cuántos cuántas quiénes cuáles desde vive vivía viven dinero verdad serio listo
      estará háblame busca tengo que página páginas código mí ti falta pagar favor sobra será seguirá a al estamos hemos recuérdame antes
      confirma años tiempo escrito vale valía quedamos estuve estuvimos estás fuimos idea aquel quedo iba propuesto probé ocurrió duraba
      pues oye sigue siguen seguía quedaron quedó queda quedan quedaba sale salía salió empieza empezaba empezó termina terminó dura duró
      llega llegó responde respondió respondieron contesté contestó funciona funcionó suma paga pagó pagamos pagué compré compró compramos
      gustó gusta motivo llama llamaba piso pidió pide enfadó volvía vuelve volvió sigues cuánto quedé sabes recuerdas acuerdas dime di
      dijo dije dijiste decir dicho había contado conté cuenta cuéntame explica explícame repite muestra apunta apuntado lista dame
      exactamente realmente otra otro otras otros vez veces más menos mucho mucha muchos muy poco tanto lejos tarde temprano pronto grande
      pequeño viejo nuevo mismo misma primero primera primer segundo segunda tercero tercera último última últimos próximo próxima
      anterior siguiente entonces luego después ahora hoy ayer mañana todavía aún ya también tampoco solo sólo nunca siempre quizás tal
      igual además fin final finalmente bueno bien sí no gracias ok espera ah eh alguien algo nada todo nadie alguno alguna ninguno día
      fecha semana mes año hora minutos sitio lugar cosa tipo parte razón nombre dirección número precio costo coste cuesta costó costaba
      color tamaño edad detalle detalles total pasó pasa pasado pasar hizo hacer hace hacía hecho fue fui era eran ir va vamos hubo haber
      estaba estuvo tenía tiene tuvo dos tres caro cara barato mejor peor lo le les la los las ese esa eso esto esta este ella ellos ellas
      él suyo ahí allí allá cual cuales cuánta adónde das da dan puede puedo quiero debo ves ver dónde cada parecía parece`,
    own: 'mi|mis|nuestr[oa]s?',
    self: 'significa|qué es|qué son|quién es|hay|había|tengo|tenemos|estoy|me toca|tocaba',
    fragment: String.raw`
      (?:y si|y|o|pero|qué hay de|qué tal|qué pasa con|también|lo mismo para)((?: \S+){1,5})`,
  },
};

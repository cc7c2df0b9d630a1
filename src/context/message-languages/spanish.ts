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
};

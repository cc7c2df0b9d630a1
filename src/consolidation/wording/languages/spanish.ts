import type { WordingLanguage } from './wording-language.ts';

export const spanish: WordingLanguage = {
  isObjectLater: true,
  thousands: String.raw`\.`,
  numbers: `cero:0 un:1 uno:1 una:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9 diez:10 once:11 doce:12 trece:13
    catorce:14 quince:15 dieciséis:16 diecisiete:17 dieciocho:18 diecinueve:19 veinte:20 veintiún:21 veintiuno:21 veintiuna:21
    veintidós:22 veintitrés:23 veinticuatro:24 veinticinco:25 veintiséis:26 veintisiete:27 veintiocho:28 veintinueve:29 treinta:30
    cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90 cien:100 ciento:100 doscientos:200 doscientas:200
    trescientos:300 trescientas:300 cuatrocientos:400 quinientos:500 quinientas:500 mil:1000`,
  joined: ' y ',
  same: `€:euro euros:euro kilos:kg kilo:kg kilogramos:kg kilómetros:km metros:m litros:l gramos:g megas:mb megabytes:mb
    gigas:gb carné:carnet bici:bicicleta tele:televisión cole:colegio moto:motocicleta furgo:furgoneta peli:película
    foto:fotografía del:de al:a`,
  alike:
    'celular:móvil computadora:ordenador computador:ordenador carro:coche auto:coche departamento:piso apartamento:piso lentes:gafas anteojos:gafas nevera:frigorífico heladera:frigorífico manejo:conduzco manejar:conducir',
  articles: 'el la los las lo',
  small: 'de en muy realmente bastante también es son está están ha he han yo se así tan',
  ending: 's',
  openings: `pues|bueno|a ver|la verdad(?: es que)?|la verdad sea dicha|sinceramente|para ser (?:sincer[oa]|honest[oa])|o sea|mira|oye|
    en realidad|por cierto|en fin|hombre|vamos|sí|ah|eh|este|nada|verás|hola|a decir verdad|como (?:te )?(?:dije|decía)|que conste que|
    recuerda(?: que)?|recordatorio|nota|para que (?:lo )?sepas|resulta que|es que|ya sabes que|te cuento(?: que)?|
    francamente|de hecho|honestamente|apunta(?: que)?|ojo`,
  written: [
    [String.raw`a las? (\d{1,2}) y media`, 'a las half past $1:'],
    [String.raw`a las? (\d{1,2}) y cuarto`, 'a las $1:15'],
    [String.raw`a las? (\d{1,2})(?:[:.](\d{2}))?(?: (?:horas|h))?(?![.:]?\d)`, 'a las $1:$2'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:de la (?:tarde|noche)|p\.? ?m\.?)`, 'pm $1'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:de la mañana|a\.? ?m\.?)`, '$1'],
    [String.raw`(?:día )?(\d{1,2}) de m(\d{1,2})(?: del? (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`, '$1.$2.$3.'],
    ['(?:cada|todos los|los) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?', 'every$1'],
    ['todos los días|cada día|diariamente|a diario|al día|por día', 'everyday'],
    ['todas las semanas|cada semana|semanalmente|a la semana|por semana', 'everyweek'],
    ['todos los meses|cada mes|mensualmente|al mes|por mes', 'everymonth'],
    ['todos los años|cada año|anualmente|al año|por año', 'everyyear'],
  ],
  often: 'siempre normalmente generalmente habitualmente frecuentemente',
  times: `mañana tarde noche mediodía medianoche mañanas tardes noches año años mes meses semana semanas día días hora horas minutos verano invierno primavera otoño finde`,
  today:
    'hoy|ayer|(?<!(?:la|de|cada) )mañana|ahora|anoche|anteayer|actualmente|recientemente|pronto|próxim[oa]|pasad[oa]|est[ae] (?:semana|mes|año|noche|tarde)',
  at: 'a en el la las los de por',
  since: 'desde hasta antes después durante cada todos todas próximo pasado próxima pasada hace tras',
  not: 'no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco apenas',
  joints: 'y e o u pero que porque si cuando mientras aunque como donde pues dice dijo cree',
  changes: {
    gone: 'sustituy(?:ó|eron)|cambi(?:é|ó)(?= (?:el|la|mi|su) .{1,30} por )|cancel(?:é|ó|a|aron|amos|ad[oa]s?)|anul(?:é|ó|aron|ad[oa]s?)|vend(?:í|ió|ieron|imos|id[oa]s?)|elimin(?:é|ó|aron|ad[oa]s?)|suspend(?:ió|ieron|id[oa]s?)|dej(?:é|ó|ado) (?:de|(?:el|la|los|las)(?!(?: \\p{L}+){1,2} (?:en|sobre|encima|dentro|para|al?) ))|murió|falleció|muert[oa]s?|caduc(?:ó|ad[oa]s?)|regal(?:é|ó)|don(?:é|ó)|tir(?:é|ó)|robaron|sustituid[oa]s?|reemplazad[oa]s?|quit(?:é|ó|aron)',
    ended: String.raw`concedid[oa]s?|ya no|ya ninguna?|nunca más|no .{1,40} más(?! de| que)|dej(?:é|ó|amos|aron) (?:de|el|la|los|las|mi|su)|(?:he|ha|han|hemos) (?:\p{L}+ ){0,2}(?:dejado|terminado|acabado|cancelado|anulado|vendido|cerrado|perdido|abandonado|fallecido|muerto|roto|renunciado|dimitido|aprobado|encontrado|recuperado|recogido|devuelto|eliminado|desactivado|arreglado|reparado|solucionado|resuelto|suspendido|quitado|retirado|despedido|divorciado|separado|liquidado|caducado|finalizado|concluido|curado|superado)|(?:fue|fueron|está|están|queda|quedó|quedaron|se ha|se han|quedado) (?:\p{L}+ ){0,2}(?:cancelad[oa]s?|anulad[oa]s?|vendid[oa]s?|cerrad[oa]s?|eliminad[oa]s?|suspendid[oa]s?|despedid[oa]s?|arreglad[oa]s?|reparad[oa]s?|resuelt[oa]s?|solucionad[oa]s?|terminad[oa]s?|retirad[oa]s?|vací[oa]s?|sin efecto|desactivad[oa]s?|activad[oa]s?|liquidad[oa]s?)|(?:se )?(?:canceló|anuló|vendió|cerró|terminó|acabó|murió|falleció|suspendió|eliminó|rompió|retiró|jubiló|arregló|solucionó|reparó|divorció|separó|renunció|dimitió|recuperó|recogió|devolvió|encontró|despidió|apareció|venció|caducó|desapareció|quitó|finalizó|liquidó|dimitió)|(?:cancelé|anulé|vendí|terminé|acabé|renuncié|dimití|rompí|perdí|recogí|devolví|encontré|aprobé|recuperé|arreglé|saqué|entregué|entregaron|cancelaron|cerraron|vendieron|despidieron|terminamos|rompimos|vendimos|cancelamos|cortamos|acabamos)|me di de baja|se dio de baja|dado de baja|di de baja|de baja definitiva|dio el alta|dado el alta|me jubilé|jubilad[oa]|se acabó|se terminó|volvi(?:ó|eron) a|volví a|vuelve a|vuelto a|ya (?:funciona|funcionan|volvió|pagué|cobré|llegó)|en lugar de|en vez de|amaneció muert[oa]|pasó a mejor vida|no existe|sald(?:é|ó|ado|ada)|liquid(?:é|ó)|robaron|robad[oa]|se (?:estropeó|averió|curó|fue de|marchó|graduó|licenció)|dej(?:ó|aron) de|echaron|regal(?:é|ó|ado)|don(?:é|ó|ado)|tir(?:é|ó)|quitaron|entreg(?:ó|ado)|traspas(?:ó|ado)|reabri(?:ó|eron|erto)|me fui de|nos fuimos de|ha (?:fallecido|nacido)|hemos roto`,
    changed: String.raw`a partir de (?:ahora|hoy|ya)|desde (?:ahora|hoy|ayer|el lunes|esta semana)|de ahora en adelante|(?:he|ha|han|hemos) (?:\p{L}+ ){0,3}(?:cambiado|mudado|trasladado|aplazado|pospuesto|adelantado|retrasado|sustituido|reemplazado|modificado|subido|bajado|aumentado|reducido|ampliado|pasado|migrado|movido|reprogramado|ascendido|actualizado|prorrogado|renovado)|(?:se |me |nos )?(?:cambió|cambié|mudó|mudé|mudamos|mudaron|trasladó|trasladaron|aplazó|aplazaron|pospuso|pospusieron|adelantó|adelantaron|retrasó|retrasaron|sustituyó|reemplazó|reemplazaron|modificó|subió|subieron|bajó|bajaron|aumentó|aumentaron|redujo|redujeron|amplió|ampliaron|pasó a|migró|migraron|migramos|movió|movieron|reprogramó|ascendieron|ascendió|actualizó|cambiaron|cambiamos|prorrogó|prorrogaron)|se (?:pasó|pasa) a|pasa a ser|pasó a ser|cambi(?:ó|é|aron|amos) de|nuevo número|nueva dirección|pasan? a|ampliación|sustituid[oa]|reemplazad[oa]|aplazad[oa]s?|pospuest[oa]s?|cambiad[oa]s?|perdón|perdona|me equivoqué|me he equivocado|corrijo|corrección|te dije mal|dije mal|finalmente|al final|tomó el relevo|ocupa su (?:lugar|puesto)|relevo|se llama ahora|nuev[oa]s? (?:es|será|dirección|número|precio|horario|contraseña)|ya es|ya son|ya tiene|cumplió|cumplí`,
    begun: String.raw`empezado|empecé|empezó|empezamos|comenzado|comencé|comenzó|primer día|instalad[oa]s?|estren\p{L}+|nuev[oa]s?`,
    now: 'ahora|a partir de ahora|desde (?:ahora|hoy|ayer|el lunes|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|actualmente|de ahora en adelante|últimamente',
    restated: 'ahora (?:es|son)|(?:es|son) ahora',
    renewed: 'nuev[oa]',
    deeds:
      '(?<!se )(?:(?:me |te |le |nos |les )?(?:ha|han) (?:dejado|vendido|cancelado|anulado|abandonado|renunciado|dimitido|cambiado (?:de|el|la|los|las|su|sus)|sustituido(?=.* por )|regalado|devuelto|perdido|quitado)|(?:me |te |le |nos |les )?(?:dej(?:ó|aron)|vend(?:ió|ieron)|cancel(?:ó|aron)|renunció|dimitió|cambi(?:ó|aron) (?:de|el|la|los|las|su|sus)|sustituyó(?=.* por )|regaló|devolvió|perdió|quitó|abandonó))',
    carers: 'médic[oa]|doctora?|dentista|cardiólog[oa]|fisio|equipo|empresa|compañía',
    company: 'con',
    denials: 'no nunca',
    over: '[Yy]a no',
    still: 'ya',
    single: String.raw`cuesta|pesa|mide|se llama|llama|termina a|empieza a|cierra a|abre a|corre en|viv(?:e|o|en|imos) en|trabaj(?:a|o|an) (?:en|para|como|de)|(?:dirección|número|código|contraseña|clave|precio|alquiler|sueldo|salario|edad|peso|talla|versión|cita|plazo|médico|médica|dentista|teléfono|móvil|celular|cumpleaños|presupuesto|límite|puerto|nombre|correo|jefe|jefa|casero|casera|cuota)(?: \p{L}+){0,5} (?:es|es de|son|está en)|favorit[oa](?: \p{L}+){0,3} es|preferid[oa](?: \p{L}+){0,3} es`,
    wish: String.raw`quisiera\p{L}*|gustaría\p{L}*|quier[oe]n?|queremos|quería`,
    open: String.raw`quizás?|tal vez|a lo mejor|capaz|igual|si|cuando|sería|serían|podría\p{L}*|pens(?:ando|amos|aba)|piensa\p{L}*|pienso|planea\p{L}*|plan(?:es)?|espera\p{L}*|espero|sueña|sueño|propuso|propon\p{L}+|propuesta|votará|sugiri\p{L}+|dudan?|duda|dudo|el año que viene|el mes que viene|próxim[oa] (?:año|mes|verano)|algún día|también|además|otr[oa]s? más|compr\p{L}+ otr[oa]|un segundo|una segunda|adicional|esta (?:semana|tarde|noche)|este (?:mes|lunes|martes|miércoles|jueves|viernes|sábado|domingo|finde|fin de semana)|temporalmente|provisionalmente|excepcionalmente|de momento|mientras|durante|por un(?:os)? días?|por (?:hoy|esta vez)|antes(?! de)|antiguamente|de (?:niñ[oa]|pequeñ[oa]|joven)|hace (?:\p{L}+|\d+) años|en aquella época|casi|rumor\p{L}*|dicen que|excepción|salvo|excepto|única excepción|sigue|siguen|igual que siempre|de prueba|prestad[oa]|prestó|hasta (?:el|que)|voy a|va a|van a|vamos a|ojalá|por si|ni pensar|preguntó|pregunta\p{L}*`,
    people:
      'herman[oa]s?|madre|padre|mamá|papá|abuel[oa]s?|tí[oa]s?|prim[oa]s?|sobrin[oa]s?|hij[oa]s?|padres|amig[oa]s?|vecin[oa]s?|compañer[oa]s?|colegas?|marido|mujer|espos[oa]|noví[oa]|novi[oa]s?|suegr[oa]s?|cuñad[oa]s?|yerno|nuera|jef[ea]|casero|casera|niet[oa]s?|ex|pareja|niñ[oa]s?',
    user: 'usuario|usuaria',
    own: String.raw`yo|sigo|salgo|vivo|trabajo|fumo|busco|como|estudio|juego|bebo|uso|conduzco|vuelvo|hago|voy|curro|entreno|me|mi|mis|nos|nuestr[oa]s?|(?<=ya no )\p{L}+o|he|hemos|soy|estoy|tengo|\p{L}+(?:amos|imos|emos|é|í)`,
    conditions: [
      [
        'averiad[oa]s?|estropead[oa]s?|rot[oa]s?|caíd[oa]s?|perdid[oa]s?|bloquead[oa]s?|desactivad[oa]s?|suspendid[oa]s?|no (?:funcionan?|arranca|anda|enciende|va)|en el taller|atascad[oa]s?|pierde agua|fuera de servicio',
        'arreglad[oa]s?|arregl(?:ó|é|aron)|reparad[oa]s?|repar(?:ó|aron)|(?:volvió|volvieron|vuelven?) a (?:funcionar|andar|arrancar|ir|encender)|ya funcionan?|encontr(?:é|ó|amos|aron)|apareci(?:ó|eron)|desbloquead[oa]s?|activad[oa]s?|recuper(?:é|ó|amos|ad[oa])|recog(?:í|ió)|restablecid[oa]s?|sustituid[oa]s?',
      ],
    ],
    states: [
      [
        'de (?:viaje|vacaciones|erasmus)|en el extranjero|en el hospital|ingresad[oa]',
        'volvi(?:ó|eron)|volví|vuelto|regres(?:ó|é|ado)|de vuelta|alta',
      ],
      [
        'vivo|vive|vivimos|viviendo|viven|resid[oe]|alquil\\p{L}+|piso compartido',
        '(?:mud|traslad)(?:ó|é|amos|aron|ado)|mudanza|(?:estoy|estamos) instalad[oa]s? en|(?:me|nos) (?:he|hemos) instalado en|me instalé en|nos instalamos en|me fui a vivir|se fue a vivir|nos fuimos a vivir',
      ],
      [
        'trabajo|trabaja|trabajando|trabajamos|curro|curra|emplead[oa]|becari[oa]|prácticas|puesto|contrato',
        'renunci(?:é|ó)|dimit(?:í|ió)|despid(?:ieron|ió)|despedid[oa]|jubil(?:é|ó|ad[oa])|(?:dejé|dejó|dejado) (?:el|la|mi|su) (?:trabajo|curro|empresa|empleo|puesto)|cambi(?:é|ó|ado) de (?:trabajo|curro|empresa|empleo)|nuevo (?:trabajo|curro|empleo)|en paro|finiquito|ere',
        '(?:me fui|me he ido|salí|he salido) de(?=.*(?:ahora|desde|para siempre))|dejé|he dejado',
      ],
      [
        'en paro|desemplead[oa]|parad[oa]|buscando (?:trabajo|curro|empleo)|busc[oa] (?:trabajo|curro|empleo)|opositando|oposicion\\p{L}*|currículums?',
        'contrat(?:aron|ado|o)|emp(?:ecé|ezó) (?:\\p{L}+ ){0,3}(?:en|de|como)|encontr(?:é|ó|ado) (?:trabajo|curro|empleo)|me (?:han )?cogido|nuevo (?:trabajo|curro|empleo)|plaza',
      ],
      [
        'mi (?:número|teléfono|móvil|celular)(?: de (?:móvil|teléfono|celular))? es',
        'cambi(?:é|ado) de (?:\\p{L}+ y de )?número|mi nuevo número es',
      ],
      ['solter[oa]', 'novi[oa]|casad[oa]|cas(?:é|ó)|prometid[oa]|saliendo con|pareja'],
      [
        'casad[oa]s?|salgo con|sale con|saliendo con|prometid[oa]s?|novi[oa] de|juntos',
        'divorci\\p{L}+|separ\\p{L}+|rompi\\p{L}+|(?:hemos|han) roto|lo (?:dejamos|hemos dejado)|cort(?:é|amos|aron|ó)|terminamos|terminaron|solter[oa]',
      ],
      ['embarazada|espera un (?:bebé|hijo)|esperando un (?:bebé|hijo)', 'nació|dio a luz|di a luz|parto|ha nacido'],
      ['fumo|fuma|fumador|fumadora', 'dej(?:é|ó|ado) (?:de fumar|el tabaco)|ya no fum\\p{L}+|sin fumar'],
      [
        'vegan[oa]|vegetarian[oa]|no com[eo] (?:carne|pescado)',
        'vuelv[oe] a comer|volv(?:í|ió) a comer|vuelto a comer|ha empezado a comer (?:carne|pescado)|ya com[eo] (?:carne|pescado)',
      ],
      [
        'enferm[oa]|gripe|resfriad[oa]|covid|fiebre|escayola\\p{L}*|muletas|de baja|hospital|ingresad[oa]|esguince|rot[oa]',
        'curad[oa]|recuperad[oa]|recuper(?:é|ó)|alta|quitaron (?:\\p{L}+ ){0,2}(?:escayola|yeso)|mejor',
      ],
      [
        'no tengo (?:\\p{L}+ )?(?:carnet|carné|licencia)|autoescuela|sin carnet|sacándome el carnet|no tiene (?:\\p{L}+ )?(?:carnet|carné|licencia)',
        'aprob(?:é|ó|ado)|saqu(?:é|e) (?:\\p{L}+ )?(?:carnet|carné|licencia)|sacó (?:\\p{L}+ )?(?:carnet|carné|licencia)',
      ],
    ],
    prepositions: `de del en a al con por para sin sobre entre desde hasta tras según hacia contra`,
    determiners: `el la los las un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta ese esa`,
    auxiliaries: 'ha han he hemos es son está están fue fueron se y pero o que',
    silent: `pasado pasada pasados pasadas precio han hay son fue nos muy fui iba primavera verano otoño invierno doctor doctora ciento enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre falta faltan los las del don doña señor señora para pero como cuando donde desde hasta sobre entre este esta estos estas ese esa esos esas aquel otro otra otros otras todo
      toda todos todas muy más menos bien está están estoy estaba tiene tengo tienen tenía hacer hace hizo hecho haber había puede
      pueden quiere también además ahora antes después durante según cada mismo misma porque aunque usuario usuaria nosotros ellos
      lunes martes miércoles jueves viernes sábado domingo ayer mañana tarde noche semana semanas meses año años días euros horas
      nuevo nueva sido ser fue fueron queda quedó tras solo sólo cosa cosas vez veces unos unas con los las del que una uno por sin
      dos tres cuatro cinco seis luego final finalmente perdón perdona vamos viene llama`,
    inflection:
      'aciones|ación|ando|iendo|aron|ieron|ad[oa]s?|id[oa]s?|ar|er|ir|amos|emos|aba|ía|as|es|és|os|an|en|a|o|e|s|ó|é|í',
  },
};

"""Which language a text is in, and what its writers shorten. Few words suffice, and a guess that is not sure is English:
the rules of another language are not tried on it."""

from collections.abc import Sequence

TESTED = ("en", "es", "pt", "fr", "de")
"""The languages whose rules were measured. Elsewhere the reader is silent, but for what needs no words."""

_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and you i to of for a in is my your would like about with how what are have do can could me at not"
        " from was did it that this be on or if any as thank thanks hi hello who when u ur im",
        "es": "el la de que y en un una los las por con para como es su tu mi me te se lo hola gracias usted trabajo"
        " estoy soy quiero podria podrias puedes hay mas muy sobre donde cuando pero si del al hablar tienes tiene esta"
        " este buenas buenos dias tardes nos le vos sos che busco cuanto cuantos ganas algun alguna puedo unos unas oye porfa porfis contigo"
        " quisiera empresa consejo carrera necesito quieres tus sus",
        "pt": "o a de que e em um uma os as por com para como seu sua meu minha me te se ola oi obrigado obrigada voce"
        " vc nao sou estou quero poderia pode ha mais muito sobre onde quando mas do da no na dos das ao foi tem tenho"
        " tudo bem voces eu isso uns bom boa dia gostaria conversar trabalho vaga queria gostava podia"
        " preciso contigo consigo seus suas tua teu empresa ai vcs pra pro valeu area ser tu",
        "fr": "le la de que et en un une les des par avec pour comme est son sa ton ta mon ma me te se bonjour merci"
        " vous je tu ne pas suis voudrais pourriez pouvez sur ou quand mais du au aux votre vos nous c' j' l' d' qu'"
        " salut avez auriez ce cette dans etre bonsoir travail stage quel quelle combien il y c'est j'ai peux"
        " tes chez toi veux vais sans etes aimerais besoin conseil conseils tres bien stp svp slt ai comment",
        "de": "der die das und in ein eine ist ich sie mir mich zu den von mit fur wie was nicht auf hallo danke bin"
        " habe kann konnten konnte ihre ihr ihnen du dein deine es wir uns oder aber als auch guten tag bei uber im am"
        " dem des einen einem einer haben wurde gerne gern bitte noch wenn dir dich herr frau vielen"
        " kannst konntest hast bist meinen meine meinem deinen deinem ihrem ihren ihrer euch eure mochte mochtest wurden brauche"
        " gibt schon nur nach vom zum zur mal sehr moin servus",
        "hi": "hai hoon hu hain main mujhe aap aapko aapka aapki aapke kya kaise ka ki ke ko se mein nahi bhi kar karna"
        " bahut dhanyavaad shukriya ji bhai bhaiya namaste mera meri mere tha thi kuch bas aur ho raha rahi chahiye"
        " aapne kitni kitna sakte do na de yaar didi madad naukri kab kaun",
    }.items()
}
_SURE = {"es": "hola gracias usted estoy podrias podria", "pt": "voce vc obrigado obrigada nao oi ola valeu vlw obg",
         "fr": "bonjour merci vous je", "de": "ich sie hallo danke und", "hi": "hai hoon aapko mujhe bhaiya"}  # fmt: skip
_SURE_WORDS = {language: frozenset(words.split()) for language, words in _SURE.items()}


def guess(words: Sequence[str]) -> str:
    """The language most of whose commonest words occur, English when nothing tells; "" for other scripts."""
    letters = [word for word in words if word[0].isalpha()]
    if letters and sum(not word.isascii() for word in letters) > len(letters) / 2:
        return ""
    scores = {language: sum(word in common for word in letters) for language, common in _COMMON.items()}
    for language, sure in _SURE_WORDS.items():
        scores[language] += sum(word in sure for word in letters)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores["en"] else "en"


_TAILS = {"fr": frozenset("vous tu moi nous je il ils elle elles on y en le la les lui leur t ce toi".split()),
          "pt": frozenset("me te lhe lhes se nos vos o a os as lo la los las".split())}  # fmt: skip
_WHOLE = frozenset({"rendez-vous"})


def parts(word: str, language: str) -> list[str]:
    """Pronouns that hang on a verb are words of their own: "pourriez-vous", "indicar-me"."""
    tails = _TAILS.get(language)
    if not tails or "-" not in word or word in _WHOLE:
        return [word]
    first, *rest = word.split("-")
    return [first, *(part for part in rest if part != "t")] if first and tails.issuperset(rest) else [word]


def _pairs(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (pair.split("=") for pair in text.split(";") if pair.strip())
    return {short.strip(): tuple(full.split()) for short, full in pairs}


_ENGLISH = _pairs(
    "u=you;ur=your;r=are;ya=you;yall=you;y'all=you;yr=your;urself=yourself;plz=please;pls=please;plis=please;thx=thanks"
    ";thanx=thanks;tks=thanks;wanna=want to;gonna=going to;gotta=have to;lemme=let me;let's=let us;gimme=give me;abt=about;bc=because"
    ";b/c=because;cuz=because;coz=because;cos=because;w/=with;w=with;w/o=without;im=i am;ive=i have;i'd=i would;dont=do not"
    ";cant=can not;cannot=can not;wont=will not;didnt=did not;doesnt=does not;isnt=is not;arent=are not;wasnt=was not"
    ";havent=have not;hasnt=has not;shouldnt=should not;couldnt=could not;wouldnt=would not;whats=what is;hows=how is"
    ";wheres=where is;whos=who is;thats=that is;theres=there is;youre=you are;youve=you have;theyre=they are"
    ";ppl=people;rn=right now;lmk=let me know;hmu=hit me up;idk=i do not know;mins=minutes;min=minutes;mns=minutes"
    ";hr=hour;hrs=hours;q=question;qs=questions;resume=cv;resumes=cv;cvs=cv;fwd=forward;refferal=referral"
    ";referal=referral;referrals=referral;fav=favourite;rly=really;msg=message;acct=account;tmrw=tomorrow;tmr=tomorrow"
    ";wknd=weekend;def=definitely;prob=probably;srsly=seriously;dunno=do not know;wassup=what is up;sup=what is up"
    ";whatcha=what are you;howd=how did;whatd=what did;wud=would;cud=could;shud=should;kno=know;no1=no one;sumthing"
    "=something;smth=something;sth=something;tho=though;thru=through;e-mail=email;info=information;uni=university"
    ";hrs.=hours;cmon=come on;gud=good;knw=know;frm=from;wat=what;wats=what is;wut=what;hw=how;wch=which;wich=which;wen=when;hv=have;hav=have;d=the;dis=this;dat=that;yh=yes;exp=experience"
    ";recs=recommendations;rec=recommendation;intro=introduction;intros=introductions;convo=conversation"
)
_ENGLISH["hr"] = ("hr",)  # the department far more often than sixty minutes; durations know better
SHORT: dict[str, dict[str, tuple[str, ...]]] = {
    "en": _ENGLISH,
    "": _ENGLISH,
    "es": _pairs("q=que;xq=porque;tmb=tambien;tb=tambien;pf=por favor;porfa=por favor;xfa=por favor;xfavor=por favor"
                 ";grax=gracias;curriculum=cv;d=de;pa=para;toy=estoy;resume=cv;k=que;mins=minutos;min=minutos;hs=horas"),
    "pt": _pairs("vc=voce;vcs=voces;c=voce;ce=voce;q=que;tb=tambem;tbm=tambem;pq=porque;obg=obrigado;pf=por favor;pfv=por favor"
                 ";ta=esta;to=estou;tava=estava;pra=para;pro=para o;cmg=comigo;ctg=contigo;blz=beleza;n=nao;curriculo=cv;min=minutos"
                 ";mins=minutos;hrs=horas;msg=mensagem;trampo=trabalho"),
    "fr": _pairs("slt=salut;stp=s'il te plait;svp=s'il vous plait;pk=pourquoi;pq=pourquoi;qd=quand;bcp=beaucoup;rdv=rendez-vous"
                 ";t'es=tu es;t'as=tu as;chui=je suis;jsuis=je suis;ya=il y a;c=c' est;min=minutes;mn=minutes;curriculum=cv"),
    "de": _pairs("lg=liebe gruesse;vg=viele gruesse;min=minuten;min.=minuten;std=stunden;std.=stunden;lebenslauf=cv"
                 ";nen=einen;ne=eine;brauch=brauche;such=suche;grad=gerade;fuer=fur;ueber=uber;waere=ware;haette=hatte;haetten=hatten"
                 ";wuerde=wurde;wuerden=wurden;wuerdest=wurdest;koennen=konnen;koennte=konnte;koennten=konnten"
                 ";koenntest=konntest;moechte=mochte;moechten=mochten;duerfte=durfte;naechste=nachste;moeglich=moglich"
                 ";gespraech=gesprach;gegruendet=gegrundet;gaebe=gabe;hab=habe;biste=bist du;kannste=kannst du;haste=hast du;wär=ware;vllt=vielleicht"),
    "hi": _pairs("u=you;plz=please;pls=please;resume=cv;h=hai;m=main;ur=your"),
}  # fmt: skip

"""What a note of thanks says that only this talk can have given, and what it asks for."""

import pytest

from bot.domain.etiquette.findings import Severity
from bot.domain.etiquette.gratitude import read_thanks


def rules(typed: str) -> set[str]:
    return {finding.rule for finding in read_thanks(typed)}


def asked(typed: str) -> list[str]:
    return [finding.words for finding in read_thanks(typed) if finding.rule == "ty-contains-ask"]


@pytest.mark.parametrize(
    "typed",
    [
        "Hi Joan, I ordered the book on trauma-informed teaching you recommended and it came today. Thank you!",
        "Thank you! I'll skip the second master's.",
        "Hello Mrs Banda, thank you for the advice to start with the community theatre before drama school.",
        "hey thanks! the bit about deleting half my portfolio hurt, gone from 11 pieces to 5 already",
        'Thanks, Claire. The "two coffees a week" rule is in my calendar starting Monday.',
        "Thank you, Dr. Weiss. I'd never have guessed that most lab managers come from teaching.",
        "Thanks, Nora. I've booked the refresher at the college and told my manager about Fridays.",
        "Hi Rosa, I am on day three of your method of writing the invoice before the work. Thank you.",
        "Hi Ann, your story about crying in the stockroom made my week. Thank you.",
        "Thank you, Hugo. I asked my boss about the rotation. He said yes.",
        "Thank you for putting me in touch with Dora, she answered within an hour.",
        "Thanks, Ron. I've sent the email to the union.",
        "Still laughing about the goat in the MRI suite. Thank you, Rafiq.",
        "Dear Mr Fox, I spent the evening reading Ostrom because of you. Thank you.",
        "Thanks Ola. Never again a serif on a road sign!",
        "Danke! Die dicken Handschuhe sind bestellt.",
        "Merci Karim, je ris encore de la chèvre au scanner.",
        "Thank you for explaining why you resigned from the second board.",
        "Gracias, Laura. Ya he quitado la foto del currículum como me dijiste y mañana lo mando a la imprenta.",
        "Obrigado, Inês! Nunca tinha pensado em começar pelo arquivo morto; na segunda pedi a chave.",
        "Merci Aïcha ! J'ai refait ma bande démo avec seulement trois plans, comme tu disais.",
        "Danke, Sabine! Den Ordner mit den drei Farben habe ich gestern angelegt, die rote Seite ist schon voll.",
    ],
)
def test_a_note_with_something_of_the_talk_in_it_is_fine(typed: str) -> None:
    assert rules(typed) == set()


@pytest.mark.parametrize(
    "typed",
    [
        "Thank you so much for your time. I really appreciate it and learned a lot!",
        "tysm for the call!! it was super helpful 🙏🙏",
        "Thanks Ben! I left with a full heart and so much to think about. Have a lovely weekend!",
        "Dear Sir, I would like to express my sincere gratitude for the valuable insights that you shared.",
        "Hi! I took your advice and everything worked out. I couldn't have done it without you.",
        "Muchas gracias por todo, me ha ayudado muchísimo.",
        "Oi Carla, muito obrigado pelo seu tempo. Aprendi demais!",
        "Bonjour Claire, un grand merci pour votre temps. Cet échange m'a beaucoup aidé.",
        "Hallo Frau Becker, vielen Dank für Ihre Zeit und die hilfreichen Tipps.",
        "A most enlightening half-hour. I am in your debt.",
        "Merci pour cet entretien d'une rare qualité.",
        "Eine sehr erhellende halbe Stunde. Ich stehe in Ihrer Schuld.",
        "Bahut bahut dhanyavaad ma'am, aapse baat karke accha laga.",
    ],
)
def test_courtesy_alone_could_be_sent_to_anyone(typed: str) -> None:
    assert rules(typed) == {"ty-generic"}


@pytest.mark.parametrize(
    "typed",
    [
        "Dear Devin, thanks for talking with me about instructional design. It gave me much to think about.",
        "ty for the talk abt cybersecurity!! ur so knowledgeable",
        "Thanks for walking me through the path from paralegal to lawyer. It was really eye opening.",
        "Thank you for sharing your experience as a marine biologist. It was inspiring.",
        "Hi Ellen, many thanks for your insights into ESG reporting. They were extremely helpful. Best, Johan",
        "Thank you so much for telling me about your career.",
        "Hola Javier, gracias por la conversación sobre el mundo de la logística. Me pareció muy interesante.",
        "Olá Rui, obrigada por me falar sobre o trabalho de enfermagem em oncologia. Foi muito interessante.",
        "Bonjour Luc, merci d'avoir pris le temps de me parler du métier de géomètre.",
        "I learnt a great deal regarding patent examination, the culture of the office and the skills required.",
        "Your tips on getting back into practice were excellent. Thank you.",
        "I enjoyed hearing how you became a locksmith. Thank you very much for your time.",
        "Danke für das Telefonat über den Beruf der Maskenbildnerin und dafür, dass du mir von der Oper erzählt hast.",
        "Hallo Jens, danke für das Gespräch über die Arbeit in der Steuerberatung.",
    ],
)
def test_a_subject_is_not_yet_a_point(typed: str) -> None:
    assert rules(typed) == {"ty-missing-specifics"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Great talking to you. Would you be able to refer me for the opening?", "Would you be able to refer me"),
        ("Thank you for your time. Please keep me in mind if anything opens up.", "keep me in mind"),
        ("Thanks Jo. Could you introduce me to your old supervisor?", "introduce me to your old supervisor"),
        ("Thanks! could you proofread my personal statement before Friday?", "proofread my personal statement"),
        ("Thanks for chatting. Could we set up a call every two weeks?", "we set up a call every two weeks"),
        ("Thanks a lot Ben! Same time next week?", "Same time next week"),
        ("Thanks for today. Do you know anyone at the Opera I could speak to?", "know anyone at the Opera"),
        ("¡Gracias por la charla! ¿Podrías recomendarme para la vacante?", "Podrías recomendarme para la vacante"),
        ("Obrigada pela ajuda! Você pode me indicar pro RH?", "me indicar pro RH"),
        ("Merci pour hier. Est-ce que tu pourrais transmettre mon CV à ta responsable ?", "transmettre mon CV"),
        ("Thanks. If you see your director, a word about me would be wonderful.", "a word about me would be"),
        ("Thanks. Do let your foreman know that somebody would like to lend a hand.", "let your foreman know"),
        ("Thank you! We must have another of these: same sofa.", "We must have another of these"),
        ("Thank you, sir. Kindly fill in the attached questionnaire.", "fill in the attached questionnaire"),
        ("Thanks a lot! I look forward to your corrections.", "look forward to your corrections"),
        ("Gracias. Dile a tu jefa que aquí hay alguien con ganas.", "Dile a tu jefa que aquí hay alguien"),
        ("Obrigado. Por favor, não se esqueça de mim.", "não se esqueça de mim"),
        ("Merci. Dites à votre chef que quelqu'un voudrait aider.", "Dites à votre chef que quelqu'un voudrait"),
        ("Danke! Sag deinem Meister, dass es mich gibt.", "Sag deinem Meister"),
        ("Danke! Könnten Sie meine Bewerbung weiterleiten?", "Könnten Sie meine Bewerbung weiterleiten"),
    ],
)
def test_a_favour_is_quoted(typed: str, words: str) -> None:
    found = asked(typed)
    assert len(found) == 1 and words in found[0]
    assert read_thanks(typed)[0].severity is Severity.HOLD, "an ask comes first"


@pytest.mark.parametrize(
    "typed",
    [
        "Thank you for offering to introduce me to Gareth. Here are two lines that you can forward.",
        "Thanks again for offering to pass my CV along to Maria; I've attached it as you asked.",
        "I'll write in a month to tell you how it went, and I hope our paths cross again.",
        "Please let me know if there's anything I can do for you.",
        "If you ever need somebody to translate leaflets, I'm happy to return the favour.",
        "Your point about how hiring managers read portfolios made me move my certificates.",
        'You told me to ask "could you review my plan?" and not "any thoughts?". It worked.',
        "I got the job! Thank you.",
        "I'm going to ask my manager if she would let me shadow the night desk, as you did.",
        "Please give the parrot my regards.",
        "Could you believe the exam had exactly your pulley problem?",
        "If you ever need a Turkish menu translated, I'm your woman.",
        "Gracias por ofrecerte a hablar con Julián; le mando mi cv mañana como acordamos.",
        "I hope we can stay in touch.",
    ],
)
def test_offers_and_news_are_no_asks(typed: str) -> None:
    assert asked(typed) == []


def test_an_ask_stands_beside_what_is_lacking() -> None:
    assert rules("Thanks for the chat about the observatory. Could you refer me?") == {
        "ty-contains-ask",
        "ty-missing-specifics",
    }


def test_an_ask_stands_alone_where_there_is_a_point() -> None:
    note = "Your tip to label every seed lot with its slope was gold. Could you send my CV to your boss?"
    assert rules(note) == {"ty-contains-ask"}


def test_what_one_tells_of_oneself_when_asking_is_not_from_the_talk() -> None:
    note = "Thanks for the talk about automation. My severance ends in June. Would you vouch for me?"
    assert "ty-missing-specifics" in rules(note)


def test_names_are_no_content() -> None:
    assert rules("Dear Ms. Kowalczyk, thank you so much. Warmly, Alastair") == {"ty-generic"}


@pytest.mark.parametrize("typed", ["", "   ", "ありがとうございました"])
def test_nothing_is_said_about_what_cannot_be_read(typed: str) -> None:
    assert read_thanks(typed) == []

"""A third form, as an editor would add it: a folder, a topic that offers it, and a command.

It has a field of every kind, steps that are asked several times, rules and a calculation, in two
languages so far.
"""

from pathlib import Path

from tests.content.german import append

FORM, TOPIC = "event", "event-request"
LANGUAGES = ("en", "fr")

TOPIC_FILE = """category: support
source: "made up"
reviewed: 2026-11-20
related: []
form: event
"""

ANSWERS = {
    "en": """---
revision: 1
title: Announce an event
question: How do we announce a learning event?
---
Send us the **event** with its programme and its sessions, and we put it into the calendar.

# Phrasings
- how do we announce a learning event
- put our workshop into the calendar
- we organise a training day next month
- where can i register a seminar
- announce our open day
- our conference is not in the event calendar
- add a session to the calendar of events
- who publishes our webinar
- i want to list a classroom event
- tell partners about our workshop
- publish an agenda for our learning day
- submit a programme of sessions
- how to get a webinar announced
- new seminar dates to announce
- calendar entry for our summit
""",
    "fr": """---
revision: 1
title: Annoncer un évènement
question: Comment annoncer un évènement de formation ?
---
Envoyez-nous l’**évènement** avec son programme et ses sessions, nous l’ajoutons au calendrier.

# Phrasings
- comment annoncer un évènement de formation
- ajouter notre atelier au calendrier
- nous organisons une journée de formation
- où inscrire un séminaire
- annoncer notre journée portes ouvertes
- notre conférence n’est pas dans le calendrier
- ajouter une session au calendrier des évènements
- qui publie notre webinaire
- je veux annoncer un évènement en salle
- faire connaître notre atelier
- publier le programme de notre journée
- envoyer un programme de sessions
- comment faire annoncer un webinaire
- nouvelles dates de séminaire à annoncer
- une entrée au calendrier pour notre sommet
""",
}

DECLARED = """topic: event-request
steps:
  event: [name, event-type, country, page]
  proof: [programme, remark, rules]
  sessions: [month, year, order-number, seats, price]
several: [sessions]
same: [page, month, year]
computes: directory-schedule
rules:
- rule: not-in-future
  fields: {month: month, year: year}
- rule: report-due
  fields: {month: month, year: year}
- rule: host-fits
  fields: {address: page, name: name}
fields:
  name: {kind: text}
  event-type: {kind: choice, choices: [workshop, webinar], other: true, topic: event-request}
  country: {kind: country}
  page: {kind: address, topic: event-request}
  programme: {kind: file, accepts: [pdf]}
  remark: {kind: text, long: true, optional: true}
  rules: {kind: confirmations, choices: [public, free]}
  month: {kind: month}
  year: {kind: year}
  order-number: {kind: invoice-number}
  seats: {kind: decimal}
  price: {kind: money, optional: true}
"""

WORDS = {
    "en": """title: "Learning event"
button: "Announce an event"
introduction: "This takes three minutes."
next: "We look at it in the week from {week_start} to {week_end}; it shows by {date}."
another: "Add another session"
steps: {event: "The event", proof: "The programme", sessions: "The session"}
fields:
  name:
    label: "Name of the event"
    hint: "As it should appear"
    question: "What is the event called?"
    cues: [event, event name]
  event-type:
    label: "Type"
    hint: "What kind of event it is"
    question: "What kind of event is it?"
    choices: {workshop: "Workshop", webinar: "Webinar", other: "Something else"}
  country:
    label: "Country"
    hint: "Where it takes place"
    question: "In which country does it take place?"
  page:
    label: "Page"
    hint: "Where people register"
    question: "What is the address of its page?"
  programme:
    label: "Programme"
    hint: "The programme as a PDF"
    question: "Please send me the programme."
    refused: [draft]
  remark: {label: "Remark", hint: "If any", question: "Anything else?"}
  rules:
    label: "Please confirm"
    hint: "Both must hold"
    question: "Please confirm both."
    choices: {public: "Everybody may come.", free: "It costs nothing."}
  month: {label: "Month", hint: "Of the session", question: "In which month was the session?"}
  year: {label: "Year", hint: "Of the session", question: "In which year?"}
  order-number:
    label: "Order number"
    hint: "As printed"
    question: "What is the order number?"
    cues: [order number, order]
  seats:
    label: "Seats"
    hint: "How many"
    question: "How many seats?"
    cues: [seats]
  price: {label: "Price of the room", hint: "With its currency", question: "What was the price?"}
""",
    "fr": """title: "Évènement"
button: "Annoncer un évènement"
introduction: "Il faut trois minutes."
next: "Nous l’étudions du {week_start} au {week_end} ; il apparaît au plus tard le {date}."
another: "Ajouter une session"
steps: {event: "L’évènement", proof: "Le programme", sessions: "La session"}
fields:
  name:
    label: "Nom de l’évènement"
    hint: "Tel qu’il doit apparaître"
    question: "Quel est le nom de l’évènement ?"
    cues: [évènement]
  event-type:
    label: "Type"
    hint: "Le genre d’évènement"
    question: "De quel genre d’évènement s’agit-il ?"
    choices: {workshop: "Atelier", webinar: "Webinaire", other: "Autre chose"}
  country: {label: "Pays", hint: "Là où il a lieu", question: "Dans quel pays a-t-il lieu ?"}
  page: {label: "Page", hint: "Là où on s’inscrit", question: "Quelle est l’adresse de sa page ?"}
  programme:
    label: "Programme"
    hint: "Le programme en PDF"
    question: "Envoyez-moi le programme."
    refused: [brouillon]
  remark: {label: "Remarque", hint: "S’il y en a", question: "Autre chose ?"}
  rules:
    label: "À confirmer"
    hint: "Les deux sont nécessaires"
    question: "Confirmez les deux."
    choices: {public: "Tout le monde peut venir.", free: "C’est gratuit."}
  month: {label: "Mois", hint: "Celui de la session", question: "Quel mois ?"}
  year: {label: "Année", hint: "Celle de la session", question: "Quelle année ?"}
  order-number:
    label: "Numéro de commande"
    hint: "Tel qu’il est imprimé"
    question: "Quel est le numéro de commande ?"
    cues: [numéro de commande]
  seats: {label: "Places", hint: "Combien", question: "Combien de places ?"}
  price: {label: "Prix de la salle", hint: "Avec sa devise", question: "Quel était le prix ?"}
""",
}

COMMAND = """event:
  en: [event]
  fr: [annonce]
  zh: [活动]
  nl: [evenement]
  sv: [evenemang]
"""


def add_event(folder: Path) -> None:
    """Do what knowledge/README.md says under “Add a form”."""
    for name in (f"forms/{FORM}", f"topics/{TOPIC}"):
        (folder / name).mkdir()
    append(folder / f"topics/{TOPIC}/topic.yaml", TOPIC_FILE)
    append(folder / f"forms/{FORM}/form.yaml", DECLARED)
    for locale in LANGUAGES:
        append(folder / f"topics/{TOPIC}/{locale}.md", ANSWERS[locale])
        append(folder / f"forms/{FORM}/{locale}.yaml", WORDS[locale])
    append(folder / "commands.yaml", COMMAND)

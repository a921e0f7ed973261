"""German, as an editor would begin to add it: the lists, and one answer so far."""

from pathlib import Path

from bot.content.catalogs import bring_up
from bot.settings import TEMPLATES
from tests.content.small import replace

ANSWERED, UNANSWERED = "kpi-report-schedule", "directory-missing"

ANSWER = """---
revision: 1
title: Wann KPI erscheinen
question: Wann erscheinen die KPI meiner Rechnung?
computed:
  example: "Rechnung vom **{month}**, zum Beispiel: KPI ab **{date}**."
  upcoming: "Rechnung vom **{month}**: KPI ab **{date}**."
  visible: "Rechnung vom **{month}**: KPI seit **{date}**."
---
Die **KPI**-Berichte werden einmal im Monat aktualisiert, und zwar am **15.**

# Phrasings
- wann sehe ich die kpi meiner rechnung
- wann erscheint die rechnung vom april
- wann taucht unsere märzrechnung im bericht auf
- rechnung noch nicht im bericht
- wie oft werden die kpi-berichte aktualisiert
- an welchem tag werden die zahlen erneuert
- ab wann zählt die rechnung vom letzten monat
- wie lange dauert es, bis eine rechnung angezeigt wird
- kpi aktualisierung datum
- wann kommt der nächste kpi-bericht
- Können Sie mir bitte sagen, ab wann die Rechnung vom Oktober sichtbar ist?
- unsere rechnung fehlt noch, wann wird sie angezeigt
- termin der kpi-aktualisierung
- bis wann muss ich auf die neuen zahlen warten
- werden die berichte wöchentlich oder monatlich erneuert
- sichtbarkeit der rechnung im kpi-bericht
"""
INTENTS = """
greeting: [hallo, guten tag, guten morgen, servus]
thanks: [danke, vielen dank, herzlichen dank]
goodbye: [tschüss, auf wiedersehen, bis bald]
help: [hilfe, was kannst du, wie funktioniert das hier]
language: [sprache ändern, bitte auf deutsch, andere sprache]
person: [ich möchte mit einem menschen sprechen, bitte einen mitarbeiter]
acknowledgement: [ok, alles klar, verstanden]
"""
OFF_TOPIC = """
Wie wird das Wetter morgen in Berlin?
Was kostet eine Lizenz für Office?
Wer hat das Spiel gestern gewonnen?
Mein Drucker geht nicht mehr.
Wo bekomme ich ein neues Passwort?
Buchen Sie mir bitte einen Flug nach Wien.
"""
DATES = """
de:
  spellings: {3: [maerz]}
  uncertain: []
  before: []
  this_month: [diesen monat]
  last_month: [letzten monat]
  next_month: [nächsten monat]
"""
CATEGORIES = {"kpis": "KPI und Rechnungen", "directory": "Verzeichnis", "support": "Hilfe"}
COMMANDS = {
    "discrepancy": "[abweichung]",
    "directory": "[verzeichnis]",
    "tickets": "[anfragen]",
    "language": "[sprache]",
    "help": "[hilfe]",
}

CONVERSATION = {
    "back": "[zurück, vorige frage]",
    "skip": "[überspringen, weiter]",
    "same": "[gleich, dasselbe]",
    "nothing": "[nichts, das ist alles]",
    "stop": "[abbrechen, später]",
    "review": "[zeigen, zusammenfassung]",
    "help": "[was ist das, was bedeutet das]",
    "change": '[ändern, "{field} ändern"]',
    "wrong": '["{field} ist falsch"]',
    "another": "[noch eine rechnung]",
    "send": "[senden]",
    "remind": "[erinnere mich]",
    "add": "[hinzufügen]",
    "yes": "[ja, richtig]",
    "no": "[nein, noch nicht]",
    "please": "[bitte]",
    "to": "[auf]",
    "asks": "[was, wann, warum]",
}


def add_german(folder: Path) -> None:
    """Do what knowledge/README.md says under “A new language”."""
    append(folder / "locales.yaml", "de:\n  site: de-de\n")
    bring_up(TEMPLATES, folder / "interface", ["de"])
    append(folder / "intents/de.yaml", INTENTS)
    append(folder / "off-topic/de.txt", OFF_TOPIC)
    append(folder / "dates.yaml", DATES)
    add_column(folder / "categories.yaml", CATEGORIES)
    add_column(folder / "commands.yaml", COMMANDS)
    add_column(folder / "conversation.yaml", CONVERSATION)
    append(folder / f"topics/{ANSWERED}/de.md", ANSWER)


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def add_column(path: Path, words: dict[str, str]) -> None:
    for name, word in words.items():
        replace(path, f"{name}:\n  en:", f"{name}:\n  de: {word}\n  en:")

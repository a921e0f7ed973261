"""What Partner Desk says, in English: `Desk.words` gives it in another language."""

CLOSED = "No longer needed"
DELETED = "The question was deleted. This was its answer."
FOREIGN = (
    "Sorry, I don’t speak this language yet. I speak English, French, Chinese, Dutch and "
    "Swedish: please ask me in one of these."
)
GOODBYE = "Goodbye! Write whenever you have another question."
GREETED = (
    "Hello! Ask me about enrolling, KPIs, competencies or the partner directory, "
    "in your own words and your own language."
)
HELP = (
    "Ask me a question in your own words: I answer at once, in English, French, Chinese, Dutch "
    "or Swedish. What I can’t answer goes to somebody on the support team. You can also report "
    "KPI numbers that don’t match, or ask to be listed in the partner directory: just say so."
)
HELPED = "Thank you for telling us that this helped."
MISSING = "Please fill this in."
NEW = "New"
NONE_OF_THESE = "None of these"
NOTHING_OPEN = "You have no open questions or requests with the support team."
NO_ANSWER = "I don’t have an answer to this."
OUTDATED = (
    "This button belongs to an older version, and its answer has moved. "
    "Please write your question, and I answer it anew."
)
PASSED_ON = (
    "I have passed your question on to the support team, with what we said here. "
    "They will get back to you: you don’t have to do anything else."
)
PERSON = "Ask a person"
PERSON_COMES = "Of course: a person will answer you."
REQUEST = "Request {number}: {form}"
SENT_ON = "Sent to the support team on {date}."
SORRY = "Sorry that this did not help. Did you mean one of these?"
SPOKEN = "I now write to you in {language}. You can choose another language:"
WELCOME = (
    "Welcome! I answer the questions of learning partners, at once and in your language. "
    "Just write your question below."
)
WELCOME_HOME = (
    "Welcome! I answer the questions of learning partners, at once and in your language. "
    "Write your question in the Messages tab, or choose a subject here."
)
WHICH_LANGUAGE = "Which language would you like?"
TAKEN_BACK = "Withdrawn"
WITHDRAW = "Withdraw"
WITHDRAWN = (
    "All right, the support team no longer has this question. You can ask me again in other words."
)
WORDLESS = "I can’t find a question in this. Please write it in a few words, for example: {example}"
YOU_ARE_WELCOME = "You’re welcome!"

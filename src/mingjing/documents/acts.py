"""What the documents room records on the agency's dossier."""

from mingjing.records.vocabulary import act

PHRASE_ADDED = act("phrase.added", "增加用语", "{actor}增加了用语“{s0}”。")
PHRASE_REWORDED = act("phrase.reworded", "改写用语", "{actor}改写了用语“{s0}”。")
PHRASE_ENDED = act("phrase.ended", "停用用语", "{actor}停用了用语“{s0}”。")
PHRASES_ADOPTED = act("phrase.adopted", "采用常用语", "{actor}采用了 {count} 条常用语。")

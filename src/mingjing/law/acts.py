"""What the law room records, on the dossier of a statute."""

from mingjing.records.vocabulary import act

STATUTE_IMPORTED = act("law.statute_imported", "导入法规文本", "{actor}导入了{s0}的文本，共 {articles} 条。")
OUTLINE_LOADED = act("law.outline_loaded", "载入法规目录", "{actor}载入了{s0}的条款目录，共 {articles} 条。")
VERSION_DATED = act("law.version_dated", "核定施行日期", "{actor}核定了{s0}的施行日期：{effective_from}。")

"""The checks of `mingjing verify` that the record itself brings, and what is done to its queue regularly."""

import datetime as dt

from mingjing.records import audit, queue
from mingjing.records.audit.chain import check_log
from mingjing.records.audit.contents import check_kinds, check_openings, check_rows
from mingjing.records.audit.cursors import check_cursors
from mingjing.records.audit.destroyed import check_destructions
from mingjing.records.audit.files import check_committed_files, check_files
from mingjing.records.audit.guards import check_guards
from mingjing.records.audit.outside import check_outside


def register() -> None:
    """Register the checks in the order of the report; the log's first, for it lists its files before it reads."""
    audit.register("记录与日志", check_log)
    audit.register("副署与时间戳", check_outside)
    audit.register("守卫", check_guards)
    audit.register("承诺与原值", check_openings)
    audit.register("数据与记录", check_rows)
    audit.register("案卷的数据种类", check_kinds)
    audit.register("后续办理的进度", check_cursors)
    audit.register("文件", check_files)
    audit.register("记录所指的文件", check_committed_files)
    audit.register("销毁的文件", check_destructions)
    queue.regularly("tidy tasks", queue.tidy, every=dt.timedelta(minutes=1))

"""The settings `init` writes: every line a remark, to be uncommented by whoever needs it."""

from __future__ import annotations

from collections.abc import Mapping

SETTINGS: Mapping[str, str] = {
    "en": """\
# Settings of this folder. A line without # counts; the environment goes before it.
# ${NAME} takes the value of an environment variable, so that no password stands here.

# Where reviews are kept: a file beside this one, or a PostgreSQL that several machines share.
# database: sqlite:///reviewflow.db
# database: postgresql://reviewflow@db.example.com/reviewflow

# The six shipped processes lie beneath those of this folder. With "no", only what stands here counts.
# shipped_processes: no

# The language of this command, en or zh. People get messages in their own.
# language: en

# Who messages come from, and where people answer them: the pages of `reviewflow serve`, or a place of your own.
# sender: Performance reviews <reviews@example.com>
# public_url: https://reviews.example.com
# link_key: ${REVIEWFLOW_LINK_KEY}
# link: https://portal.example.com/reviews

# How messages go out: mailbox (files in the folder mailbox/, to try things out), smtp, or webhook.
# channel: mailbox
# channels:
#   smtp: {host: smtp.example.com, port: 587, user: reviews, password: "${SMTP_PASSWORD}"}
#   webhook: {url: https://hooks.example.com/reviews, secret: "${WEBHOOK_SECRET}"}
""",
    "zh": """\
# 本文件夹的设置。去掉行首的 # 即生效；环境变量优先于此文件。
# ${NAME} 表示取环境变量的值，密码不必写在这里。

# 数据保存位置：同一文件夹中的文件，或多台机器共用的 PostgreSQL。
# database: sqlite:///reviewflow.db
# database: postgresql://reviewflow@db.example.com/reviewflow

# 六个自带流程衬在本文件夹的流程之下。写“no”则只以本文件夹为准。
# shipped_processes: no

# 本命令的语言，en 或 zh。消息按各人自己的语言发送。
# language: zh

# 消息的发件人，以及办理待办的网址：由 `reviewflow serve` 提供的页面，或您自己的系统。
# sender: 绩效管理 <reviews@example.com>
# public_url: https://reviews.example.com
# link_key: ${REVIEWFLOW_LINK_KEY}
# link: https://portal.example.com/reviews

# 消息发送方式：mailbox（写入 mailbox/ 文件夹，用于试运行）、smtp 或 webhook。
# channel: mailbox
# channels:
#   smtp: {host: smtp.example.com, port: 587, user: reviews, password: "${SMTP_PASSWORD}"}
#   webhook: {url: https://hooks.example.com/reviews, secret: "${WEBHOOK_SECRET}"}
""",
}

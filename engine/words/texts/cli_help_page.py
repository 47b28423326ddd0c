"""What every page of `--help` says around its verb."""

TEXTS = {
    "help-usage": {"en": "Usage: {usage}", "zh": "用法：{usage}"},
    "help-options-place": {"en": "[options]", "zh": "[选项]"},
    "help-reviewflow": {
        "en": "Runs performance reviews as their YAML files say: goals, check-ins, evaluation, feedback, improvement "
        "plans, appeals.",
        "zh": "按照 YAML 文件的定义运行绩效管理流程：目标设定、中期检查、绩效评估、绩效反馈、绩效改进、绩效申诉。",
    },
    "help-group-prepare": {"en": "Prepare", "zh": "准备"},
    "help-group-run": {"en": "Run", "zh": "运行"},
    "help-group-work": {"en": "Take part", "zh": "办理"},
    "help-group-connect": {"en": "Connect", "zh": "集成"},
    "help-group-look": {"en": "Look", "zh": "查看"},
    "help-group-operate": {"en": "Operate", "zh": "运维"},
    "help-group-more": {"en": "More", "zh": "其他"},
    "help-arguments": {"en": "Arguments:", "zh": "参数："},
    "help-options": {"en": "Options:", "zh": "选项："},
    "help-every-command": {"en": "With every command:", "zh": "所有命令均可使用："},
    "help-json": {"en": "Answer as JSON, for programs.", "zh": "以 JSON 输出，供程序使用。"},
    "help-lang": {
        "en": "Language of the answer. Otherwise: $REVIEWFLOW_LANGUAGE, the settings, the machine's locale.",
        "zh": "输出语言。默认依次取 $REVIEWFLOW_LANGUAGE、设置文件、系统语言。",
    },
    "help-home": {
        "en": "The folder with the files. Otherwise: $REVIEWFLOW_HOME, the present folder.",
        "zh": "文件所在文件夹。默认依次取 $REVIEWFLOW_HOME、当前文件夹。",
    },
    "help-database": {
        "en": "sqlite:///file or postgresql://user@host/name. Otherwise: $REVIEWFLOW_DATABASE, the settings.",
        "zh": "sqlite:///文件 或 postgresql://用户@主机/库名。默认依次取 $REVIEWFLOW_DATABASE、设置文件。",
    },
    "help-now": {
        "en": "Act as if it were this moment: 2026-07-01T09:00, with or without a zone (otherwise the first site's); "
        "a day alone means 09:00.",
        "zh": "以指定时刻代替当前时间，如 2026-07-01T09:00；不写时区时取第一个工作地点的时区，只写日期表示 09:00。",
    },
    "help-exits-line": {"en": "Exit codes: {codes}", "zh": "退出码：{codes}"},
    "help-exits": {"en": "Exit codes:", "zh": "退出码："},
    "help-exit-done": {"en": "done", "zh": "已完成"},
    "help-exit-findings": {
        "en": "the files have errors, nothing was done; or health, doctor or replay found a fault",
        "zh": "文件有错误，未执行任何操作；或 health、doctor、replay 查出故障",
    },
    "help-exit-misuse": {"en": "the command was put wrongly", "zh": "命令用法有误"},
    "help-exit-refused": {"en": "refused; every reason is given", "zh": "被拒绝，并列出全部理由"},
    "help-exit-not-found": {"en": "no such thing, or not for you", "zh": "不存在，或您无权查看"},
    "help-exit-conflict": {"en": "somebody was first; try again", "zh": "被他人抢先，请重试"},
    "help-exit-unavailable": {
        "en": "a file, the database or a channel cannot be reached",
        "zh": "文件、数据库或发送渠道不可用",
    },
    "help-exit-internal": {"en": "a fault of reviewflow itself", "zh": "reviewflow 自身的错误"},
    "help-exit-done-short": {"en": "done", "zh": "完成"},
    "help-exit-findings-short": {"en": "errors in files", "zh": "文件有错误"},
    "help-exit-misuse-short": {"en": "wrong use", "zh": "用法有误"},
    "help-exit-refused-short": {"en": "refused", "zh": "被拒绝"},
    "help-exit-not-found-short": {"en": "not found", "zh": "不存在"},
    "help-exit-conflict-short": {"en": "somebody was first", "zh": "被抢先"},
    "help-exit-unavailable-short": {"en": "unavailable", "zh": "不可用"},
    "help-exit-internal-short": {"en": "internal", "zh": "内部错误"},
    "help-more": {
        "en": "“reviewflow COMMAND --help” explains a command. REVIEWFLOW_DEBUG=1 shows the details of an unexpected "
        "error.",
        "zh": "“reviewflow 命令 --help”查看各命令说明。设置 REVIEWFLOW_DEBUG=1 可查看意外错误的详情。",
    },
    "help-instance": {
        "en": "A review, such as goal_setting/2026-h2/E0123 (“inbox” and “status” name them).",
        "zh": "流程实例，例如 goal_setting/2026-h2/E0123（可从 inbox 命令中获得）。",
    },
}

"""Texts that belong to no single room."""

TEXTS = {
    "definition-invalid": {
        "en": "{count} problems; nothing was loaded.",
        "zh": "发现 {count} 处问题；未加载任何内容。",
    },
    "refused": {"en": "This is not allowed now.", "zh": "现在不允许执行此操作。"},
}

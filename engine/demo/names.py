"""Names people on three sites may have. Chinese ones come with the spelling their mail address uses."""

from __future__ import annotations

from engine.demo.stable import pick

_ZH_FAMILY = (
    "王 wang|李 li|张 zhang|刘 liu|陈 chen|杨 yang|赵 zhao|黄 huang|周 zhou|吴 wu|徐 xu|孙 sun|胡 hu|朱 zhu|高 gao|"
    "林 lin|何 he|郭 guo|马 ma|罗 luo|梁 liang|宋 song|郑 zheng|谢 xie|韩 han|唐 tang|冯 feng|于 yu|董 dong|萧 xiao|"
    "程 cheng|曹 cao|袁 yuan|邓 deng|许 xu|傅 fu|沈 shen|曾 zeng|彭 peng|吕 lv|苏 su|卢 lu|蒋 jiang|蔡 cai|贾 jia|"
    "丁 ding|魏 wei|薛 xue|叶 ye|阎 yan|余 yu|潘 pan|杜 du|戴 dai|夏 xia|钟 zhong|汪 wang|田 tian|任 ren|姜 jiang"
)
_ZH_GIVEN = (
    "伟 wei|芳 fang|娜 na|敏 min|静 jing|丽 li|强 qiang|磊 lei|军 jun|洋 yang|勇 yong|艳 yan|杰 jie|娟 juan|涛 tao|"
    "明 ming|超 chao|霞 xia|平 ping|刚 gang|桂英 guiying|志强 zhiqiang|晓东 xiaodong|雨桐 yutong|子涵 zihan|"
    "欣怡 xinyi|浩然 haoran|梓萱 zixuan|宇航 yuhang|思远 siyuan|佳琪 jiaqi|俊杰 junjie|雪梅 xuemei|文博 wenbo|"
    "嘉怡 jiayi|天宇 tianyu|诗涵 shihan|建国 jianguo|海燕 haiyan|立新 lixin|春梅 chunmei|国栋 guodong|慧敏 huimin|"
    "鹏飞 pengfei|晓婷 xiaoting|永康 yongkang|婉清 wanqing|景行 jingxing|若曦 ruoxi|明轩 mingxuan|书瑶 shuyao"
)
_US_GIVEN = (
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph "
    "Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley "
    "Steven Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Maria Carlos Aisha Priya "
    "Rosa Diego Keisha Malik Grace Ethan Olivia Noah Chloe Marcus Yolanda Victor"
)
_US_FAMILY = (
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson "
    "Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis "
    "Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera "
    "Campbell Mitchell Carter Roberts Patel Kim Cohen Murphy Bailey Reed"
)
_DE_GIVEN = (
    "Lukas Anna Felix Lena Maximilian Katharina Jonas Julia Paul Sophie Leon Laura Tobias Johanna Stefan Sabine "
    "Andreas Claudia Matthias Birgit Jürgen Petra Florian Miriam Sebastian Franziska Moritz Greta Emre Aylin "
    "Dominik Nadine Philipp Carolin Björn Heike Jörg Ulrike Hannes Marlene Niklas Svenja"
)
_DE_FAMILY = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein "
    "Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier "
    "Lehmann Köhler Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Yılmaz Kaya Roth"
)
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "Y": "y"})


def _pairs(listed: str) -> tuple[tuple[str, str], ...]:
    return tuple((sign, spelled) for sign, spelled in (each.split(" ") for each in listed.split("|")))


_ZH = (_pairs(_ZH_FAMILY), _pairs(_ZH_GIVEN))
_WESTERN = {
    "New-York": (_US_GIVEN.split(), _US_FAMILY.split()),
    "Berlin": (_DE_GIVEN.split(), _DE_FAMILY.split()),
}


def name_at(site: str, *parts: object) -> tuple[str, str]:
    """(the name, the part of a mail address before the @) of somebody at a site."""
    if site not in _WESTERN:
        family, given = pick(_ZH[0], *parts, "family"), pick(_ZH[1], *parts, "given")
        return f"{family[0]}{given[0]}", f"{given[1]}.{family[1]}"
    first, last = pick(_WESTERN[site][0], *parts, "given"), pick(_WESTERN[site][1], *parts, "family")
    return f"{first} {last}", f"{first}.{last}".lower().translate(_ASCII)

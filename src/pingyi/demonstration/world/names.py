"""The invented names of 云岭省, and how each syllable is written in Latin letters.

Every name is coined. None is that of a real county (checked against the official list of divisions; see
docs/demonstration.md).
"""

from typing import Final

PROVINCE: Final = "云岭省"

# prefecture: its counties, in the order of their codes
COUNTIES: Final[dict[str, str]] = {
    "青岚市": "云桥区 松筠区 枕溪区 望岫区 漱石区 桐荫区 曲沚区 竹坞县 栗原县 晴沙县 石漪县 苇塘县 萤坪县 锦岫市",
    "栖禾市": "禾墅区 柳渡县 穗畴县 麦陇县 秧坪县 槿渡县 粟岭县 桑屿市",
    "望霖市": "霖湾区 虹陂县 露坪县 檐溪县 沛原县 霏岭县 涵碧县 润畴市",
    "雁汀州": "汀芷市 雁回县 芦汀县 鹭渚县 归鸿县 苹洲县 荻溪县 沙鸥县",
    "泊云市": "泊渚区 云栈区 帆溪县 岫川县 浮翠县 棹歌县 云楫县 缆石县",
    "南棠市": "棠梨区 朱槿区 榴川县 茜岫县 蔷岭县 萱原县 芸台县 苓谷县 棠荫市",
    "澄川市": "澄谷区 镜川区 漪桥县 沁溪县 泠泉县 湜水县 滢川县 渌畴县",
    "霁州市": "霁虹区 晴峦区 霁月县 朗川县 旭畴县 暄和县 曦岭县 晖原市",
    "砚溪市": "砚池区 墨泉区 松烟县 筠川县 缃岭县 素笺县 漆园县 竹简县",
    "珩江市": "珩川区 璧原区 琚溪县 瑶圃县 珂岭县 璇江县 玥坪县 琳川市",
    "麓和州": "和麓市 峦溪县 岫坪县 嶂峦县 谷榆县 樾岭县 坞云县",
    "月渚市": "桂影区 望舒区 皎川县 蟾溪县 玉渚县 练溪县 盈州县",
    "听松州": "听涛市 松籁县 翠岑县 鹤坞县 茯川县 松隐县 杉溪县",
    "枫泽市": "枫浦区 丹枫区 槭岭县 菱塘县 荇川县 芡湖县 霜叶县",
    "稔丰市": "稔原区 丰穰区 黍谷县 稷川县 秋畴县 廪野县 耘野市",
    "鹿洄州": "洄澜市 鹿鸣县 鹿苑县 呦谷县 苹野县 芩渚县 麋渚县",
}

# the two halves of a township's name
FIRST: Final = "云松竹柳桐梧枫榆槐桑棠榴芦荻苇蘋菱荷茗萱兰芷薇蕙鹭雁鹤鸥燕莺鹿麋青碧素丹霜露晴霁岚霞"
SECOND: Final = "桥渡陂坞塘湾汀渚洲浦溪泉涧潭岭岫峦坪原畴陇谷坡湖亭"

_SYLLABLES: Final = """
省sheng 州zhou 云yun 岭ling 青qing 岚lan 栖qi 禾he 望wang 霖lin 雁yan 汀ting 泊bo 南nan 棠tang 澄cheng 川chuan 霁ji
砚yan 溪xi 珩heng 江jiang 麓lu 和he 月yue 渚zhu 听ting 松song 枫feng 泽ze 稔ren 丰feng 鹿lu 洄hui 桥qiao 筠yun
枕zhen 岫xiu 漱shu 石shi 桐tong 荫yin 曲qu 沚zhi 竹zhu 坞wu 栗li 原yuan 晴qing 沙sha 漪yi 苇wei 塘tang 萤ying 锦jin
墅shu 柳liu 渡du 穗sui 麦mai 陇long 秧yang 槿jin 粟su 桑sang 屿yu 湾wan 虹hong 陂bei 露lu 檐yan 沛pei 霏fei 涵han
碧bi 润run 畴chou 芷zhi 回hui 芦lu 鹭lu 归gui 鸿hong 苹ping 洲zhou 荻di 鸥ou 栈zhan 帆fan 浮fu 玉yu 棹zhao 歌ge
楫ji 缆lan 梨li 朱zhu 榴liu 茜qian 蔷qiang 萱xuan 芸yun 台tai 苓ling 镜jing 澜lan 沁qin 泠ling 泉quan 湜shi 水shui
滢ying 渌lu 朗lang 旭xu 暄xuan 曦xi 晖hui 池chi 墨mo 烟yan 缃xiang 素su 笺jian 漆qi 园yuan 简jian 璧bi 琚ju 瑶yao
圃pu 珂ke 璇xuan 玥yue 琳lin 峦luan 嶂zhang 谷gu 榆yu 樾yue 桂gui 影ying 舒shu 皎jiao 蟾chan 练lian 盈ying 涛tao
籁lai 翠cui 岑cen 鹤he 坪ping 茯fu 隐yin 杉shan 浦pu 丹dan 槭qi 菱ling 荇xing 芡qian 湖hu 霜shuang 叶ye 穰rang
黍shu 稷ji 秋qiu 廪lin 耘yun 野ye 鸣ming 苑yuan 呦you 芩qin 麋mi 梧wu 槐huai 蘋pin 荷he 茗ming 兰lan 薇wei 蕙hui
燕yan 莺ying 霞xia 涧jian 潭tan 坡po 亭ting
"""

PINYIN: Final[dict[str, str]] = {pair[0]: pair[1:] for pair in _SYLLABLES.split()}

# last syllable -> what it is in English, by level
KINDS: Final[dict[str, dict[str, str]]] = {
    "province": {"省": "Province"},
    "prefecture": {"市": "City", "州": "Prefecture"},
    "county": {"区": "District", "县": "County", "市": "City"},
    "township": {"街道": "Subdistrict", "镇": "Town", "乡": "Township"},
}


def in_english(name: str, level: str) -> str:
    """Return a place's English name: 柳渡县 -> "Liudu County"."""
    ending = next(ending for ending in KINDS[level] if name.endswith(ending))
    return f"{romanised(name.removesuffix(ending))} {KINDS[level][ending]}"


def romanised(stem: str) -> str:
    """Return `stem` in Latin letters, one word; an apostrophe keeps a syllable that begins with a vowel apart."""
    word = ""
    for character in stem:
        syllable = PINYIN[character]
        word += f"'{syllable}" if word and syllable[0] in "aeo" else syllable
    return word.capitalize()

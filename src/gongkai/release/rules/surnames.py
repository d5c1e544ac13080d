"""Chinese surnames, and which short words that begin with one are no names. Pure."""

import re

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
    "裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
    "苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练"
    "廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿"
    "鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_DOUBLE = (
    "欧阳|上官|皇甫|令狐|诸葛|司徒|司马|申屠|夏侯|贺兰|完颜|慕容|尉迟|长孙|"
    "宇文|独孤|南宫|东方|西门|公孙|公冶|轩辕|端木|百里|呼延|钟离|闻人|赫连|"
    "澹台|濮阳|太叔|仲孙|拓跋|纳兰"
)
DOUBLE_SURNAMES = frozenset(_DOUBLE.split("|"))
_NAME = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003347f]{2,4}")
_FOREIGN = re.compile("[\u4e00-\u9fff]{1,8}(?:[·•‧・][\u4e00-\u9fff]{1,8}){1,4}")
# What stands beside such labels in forms and in law, and begins with what could be a surname.
_NO_NAME = re.compile(
    "姓名|名称|性别|年龄|民族|住址|住所|地址|电话|号码|证件|身份|单位|职务|职业|签名|签字|签章|盖章|日期|时间|"
    "联系|法定|代表|申请|当事|负责|经办|委托|代理|应当|可以|不得|或者|以及|方式|方法|材料|证明|文件|资料|公民|法人|"
    "公开|公告|公示|公章|公司|单独|单方|国家|国有|国籍|国务|平台|平均|支付|支持|安全|成立|成员|相关|相应|关于|"
    "有关|不详|无|信息|信用|信函|全部|全称|权利|权益|明确|时限|程序|和其|解释|管理|连同|居民|居住|高级|文化|"
    "学历|政治|籍贯|出生|学校|班级|编号|序号|备注|合计|金额|户籍|邮编|邮政|邮箱|传真|手机|部门|科室|机构|机关|"
    "政府|委员|办公|中心|医院|银行|大厦|集团|企业|协会|街道|社区|小区|村民|局|厅|司法|法院|检察|研究|大队|支队|"
    "应$|为$|的$|等$|是$|及$|其$|由|与|在|向.+提|于.+[日内]|并|将|未|均|须|需|请|若|如|经.|以|被|同意|"
    "先生|女士|同志|本人|甲|某$"
)
_SHORTEST = 2


def is_name(text: str) -> bool:
    """Say whether a short text could be the name of a person, and is none of an organ or a form.

    >>> is_name("欧阳娜"), is_name("云梦省民政厅"), is_name("名称"), is_name("阿依古丽·买买提")
    (True, False, False, True)
    """
    if _FOREIGN.fullmatch(text):
        return True
    if not _NAME.fullmatch(text) or _NO_NAME.search(text):
        return False
    if text[:2] in DOUBLE_SURNAMES:
        return len(text) > _SHORTEST
    # Four letters behind a single surname are a married name or chance; people with one name
    # more than two letters long have a double surname or a dot in it.
    return text[0] in SURNAMES and len(text) <= _SHORTEST + 1

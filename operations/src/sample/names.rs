//! Names of the sample.

use domain::order::DeliveryType;

/// Who sells for a commission.
pub(super) const RESELLERS: [&str; 4] =
    ["上海云梯信息技术有限公司", "深圳联翼科技有限公司", "北京数桥软件有限公司", "成都天府云服务有限公司"];

const CITIES: [&str; 20] = [
    "杭州", "上海", "北京", "深圳", "广州", "成都", "武汉", "南京", "苏州", "西安", "重庆", "青岛", "厦门",
    "长沙", "合肥", "郑州", "宁波", "无锡", "济南", "昆明",
];
const WORDS: [&str; 32] = [
    "远山",
    "云启",
    "明德",
    "海纳",
    "锐捷达",
    "中和",
    "百川",
    "星图",
    "恒信",
    "智联",
    "博远",
    "天工",
    "瑞丰",
    "新禾",
    "启航",
    "鼎盛",
    "华章",
    "安泰",
    "众合",
    "金石",
    "蓝湾",
    "凌霄",
    "东篱",
    "南山",
    "青禾",
    "万象",
    "永昌",
    "知行",
    "方圆",
    "聚力",
    "清源",
    "宏图",
];
const TRADES: [&str; 10] =
    ["贸易", "科技", "信息技术", "制造", "物流", "教育", "医疗器械", "餐饮管理", "电子商务", "建筑工程"];

const FIRST: [&str; 24] = [
    "Northwind",
    "Bluestone",
    "Harbour",
    "Silverline",
    "Evergreen",
    "Keystone",
    "Lakeside",
    "Redwood",
    "Summit",
    "Orchard",
    "Pinnacle",
    "Meridian",
    "Falcon",
    "Beacon",
    "Cobalt",
    "Juniper",
    "Granite",
    "Willow",
    "Atlas",
    "Compass",
    "Crescent",
    "Tideway",
    "Foxglove",
    "Ironbridge",
];
const SECOND: [&str; 12] = [
    "Trading",
    "Logistics",
    "Foods",
    "Textiles",
    "Instruments",
    "Software",
    "Pharma",
    "Marine",
    "Energy",
    "Media",
    "Retail",
    "Robotics",
];
const FORMS: [&str; 5] = ["Ltd", "GmbH", "Inc.", "Pte Ltd", "LLC"];

fn pick<'a>(words: &[&'a str], number: &mut u64) -> &'a str {
    let count = words.len() as u64;
    let word = words[(*number % count) as usize];
    *number /= count;
    word
}

/// The name of a customer; every number has another one. Three in four are Chinese.
pub(super) fn push_customer(out: &mut String, number: u64) {
    let mut rest = number / 4 * 3 + (number % 4).saturating_sub(1);
    if number.is_multiple_of(4) {
        rest = number / 4;
        for words in [FIRST.as_slice(), &SECOND, &FORMS] {
            out.push_str(pick(words, &mut rest));
            out.push(' ');
        }
        out.pop();
        if rest > 0 {
            out.push(' ');
            out.push_str(&(rest + 1).to_string());
        }
    } else {
        for words in [CITIES.as_slice(), &WORDS, &TRADES] {
            out.push_str(pick(words, &mut rest));
        }
        out.push_str("有限公司");
        if rest > 0 {
            out.push('第');
            out.push_str(&rest.to_string());
            out.push_str("分公司");
        }
    }
}

/// Five products of every delivery type.
const PRODUCTS: [(DeliveryType, [&str; 5]); 12] = [
    (DeliveryType::SaasAuto, ["云端进销存", "智能客服平台", "协同办公套件", "Insight CRM", "电子合同"]),
    (
        DeliveryType::SaasManual,
        ["制造执行系统 MES", "集团财务中台", "供应链协同", "门店数字化", "PLM 研发管理"],
    ),
    (DeliveryType::License, ["数据库审计", "堡垒机软件版", "CAD 设计软件", "报表工具企业版", "网络准入控制"]),
    (
        DeliveryType::Image,
        ["LNMP 运行环境", "Windows 安全加固镜像", "WordPress 镜像", "Oracle 迁移镜像", "ERP 开箱镜像"],
    ),
    (
        DeliveryType::HumanService,
        ["上云迁移服务", "等保测评咨询", "网站建设", "数据库运维代管", "安全应急响应"],
    ),
    (DeliveryType::Hardware, ["边缘计算盒子", "智能门禁一体机", "工业网关", "加密机", "人脸考勤机"]),
    (DeliveryType::Api, ["企业四要素核验", "短信验证码", "快递查询", "发票识别 OCR", "天气数据"]),
    (
        DeliveryType::AppOrchestration,
        ["电商应用编排", "微服务治理套件", "AI 训练流水线", "数据湖编排", "容灾编排"],
    ),
    (DeliveryType::DataFile, ["行业舆情数据", "POI 数据集", "工商数据包", "气象历史数据", "语料数据集"]),
    (DeliveryType::AiAsset, ["质检模型", "语音合成模型", "OCR 模型", "安全帽识别算法", "客流统计算法"]),
    (
        DeliveryType::Container,
        ["服务网格组件", "镜像扫描插件", "日志采集容器", "消息队列容器", "API 网关容器"],
    ),
    (DeliveryType::AppAsset, ["表单插件", "流程引擎插件", "BI 看板模板", "地图插件", "打印插件"]),
];

/// How many products there are.
pub(super) const PRODUCT_COUNT: u64 = 60;

/// Delivery type and name of a product.
pub(super) const fn product(number: u64) -> (DeliveryType, &'static str) {
    let (delivery, names) = &PRODUCTS[(number / 5 % 12) as usize];
    (*delivery, names[(number % 5) as usize])
}

/// Names of the SKUs of every product.
pub(super) const SKUS: [&str; 4] = ["基础版", "标准版", "专业版", "企业版"];

//! Words of the list of products.

words! {
    /// Words of the list of products.
    ProductWords {
        total: "{n} 个商品", "{n} {n|product|products}";
        search_hint: "商品 ID 或名称", "Id or a part of the name";
        code: "商品 ID", "Product id";
        name: "名称", "Name";
        delivery_type: "接入类型", "Delivery";
        orders: "订单数", "Orders";
        about: "商品信息", "About the product";
        see_orders: "查看订单", "See its orders";
        delivery: "交付方式", "How it is delivered";
        supervised: "服务监管", "Supervised";
        supervised_yes: "监管", "Supervised";
        supervised_no: "不监管", "Not supervised";
        as_type: "按接入类型（{is}）", "As its type has it ({is})";
        flow: "交付流程", "Flow";
        milestones: "里程碑占比", "Milestones";
        milestones_hint: "分几部分交付时填写，例如 30% 40% 30%，合计 100%；留空为一次交付", "When it is delivered in parts, such as 30% 40% 30%, 100% together; empty: at once";
        at_once: "一次交付", "At once";
        standard: "验收标准：所需文件", "What a delivery has to prove";
        standard_text: "每个交付要求上传的文件。已购买的订单保留购买时的标准。", "The documents that each delivery is asked for. Orders keep the standard that was in force when they were bought.";
        rows_text: "空白行不保存；保存后末尾又有三个空白行。", "Empty rows are not kept; after saving there are three free rows again.";
        nothing_asked: "不要求上传文件。", "No document is asked for.";
        doc_code: "代码", "Code";
        name_zh: "中文名称", "Name in Chinese";
        name_en: "英文名称", "Name in English";
        node: "上传环节", "Handed in at";
        need: "要求", "Needed";
        required: "必需", "Required";
        optional: "可选", "Optional";
        remove: "删除此行", "Remove this row";
        scene: "场景", "Scene";
        every_scene: "全部场景", "Every scene";
        least: "最少份数", "Files at least";
        versions: "历史版本", "Versions";
        version_of: "第 {n} 版 · {at} · {name}", "Version {n} · {at} · {name}";
        no_version: "还没有人写过，按交付流程的通常要求。", "Nothing was written yet: what is usual for the flow counts.";
        joint: "联营订单的固定要求", "Fixed for joint orders";
        joint_text: "联营订单在这些场景下按平台的固定要求，不按商品自己的标准。", "Joint orders in these scenes are asked for this, whatever the product says.";
        saved: "交付方式已保存", "Saved how it is delivered";
        empty_title: "还没有商品", "No products yet";
        empty_text: "商品随订单导入而来。", "Products come in with the orders that name them.";
        none_title: "没有符合条件的商品", "No product matches";
    }
}

noun!(ProductWords);

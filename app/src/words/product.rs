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
        empty_title: "还没有商品", "No products yet";
        empty_text: "商品随订单导入而来。", "Products come in with the orders that name them.";
        none_title: "没有符合条件的商品", "No product matches";
    }
}

noun!(ProductWords);

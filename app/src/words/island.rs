//! Words of the parts that run in the browser.

use domain::settlement::StepKind;

worded!(StepKind {
    Margin: "成交价 − 底价", "Deal − floor";
    BelowFloor: "成交价不高于底价，不结算", "Deal is not above floor: nothing to settle";
    OutputTax: "去掉销项税", "Without output tax";
    ServiceTax: "加上服务费税", "With service-fee tax";
    Ratio: "按比例", "Share";
    Reversal: "退订扣回", "Taken back";
    Rounded: "四舍五入到分", "Rounded to the cent";
    Coupon: "减去优惠券", "Less the coupon";
    BearRatio: "商家承担的优惠券", "The merchant's part of the coupon";
    Band: "商品当月实付总额所在档", "Band of the product's month";
    Fee: "扣除平台服务费", "Without the platform fee";
    Increment: "增量分成", "Increment of the month";
    Quantity: "乘以数量", "Times the quantity";
    Duration: "乘以时长", "Times the duration";
    FloorDiscount: "底价折扣", "Floor discount";
    PartnerTax: "加上伙伴开票税", "With the partner's tax";
    ManagementRatio: "管理费比例", "Management ratio";
    ManagementFee: "减去管理费", "Less the management fee";
    CustomerWht: "减去客户预提税", "Less the customer's withholding tax";
    CustomerDst: "减去客户数字服务税", "Less the customer's digital service tax";
    MerchantWht: "减去商家预提税", "Less the merchant's withholding tax";
    MerchantDst: "减去商家数字服务税", "Less the merchant's digital service tax";
    Days: "乘以剩余天数", "Times the remaining days";
    Discount: "乘以折扣", "Times the discount";
    OldPrice: "减去原价格", "Less the old price";
    Milestones: "累计验收比例", "Shares accepted so far";
    Refunded: "累计退款占比", "Refunded so far";
    Before: "减去之前各行", "Less the lines before";
});

words! {
    /// Words of the islands.
    IslandWords {
        palette: "命令", "Commands";
        palette_hint: "去哪里？输入页面、订单号、客户或结算单", "Where to? A page, an order number, a customer or a statement";
        search_orders: "在订单中搜索", "Search orders for";
        rounded_whole: "四舍五入到整数", "Rounded to a whole number";
        rounded_fine: "四舍五入到千分之一", "Rounded to three decimals";
        drop_here: "把文件拖到这里，或点击选择", "Drop the file here, or click to choose";
        uploading: "正在上传", "Uploading";
        drop_files: "也可以把文件拖到这里。", "Or drop the files here.";
        file_for: "用于“{name}”", "for “{name}”";
        file_ready: "待上传", "ready";
        file_waits: "排队中", "waiting";
        file_paused: "已暂停", "paused";
        file_lost: "连接中断，正在重试…", "The connection was lost: trying again …";
        file_done: "已上传", "handed in";
        file_left: "上次传到 {n} %：再次选择此文件即可继续。", "It came as far as {n} %: choose the file again to go on.";
        file_refused: "文件被拒绝。", "The file was refused.";
        file_signed_out: "请在新窗口重新登录，然后继续。", "Sign in again in another window, then go on.";
        file_pause: "暂停", "Pause";
        file_go_on: "继续", "Go on";
        file_cancel: "取消", "Cancel";
        file_remove: "移除", "Remove";
        file_which: "{action}：{name}", "{action}: {name}";
        files_going: "正在上传，{done} / {all}", "Handing in, {done} of {all}";
        files_stopped: "{done} 个已上传，{n} 个未被接受：移除后再提交。", "{done} handed in, {n} not taken: remove what was refused, then press again.";
        files_reload: "显示已上传的文件", "Show what was handed in";
        writing: "{name} 正在回复…", "{name} is writing a reply …";
        something_new: "有新的动态，显示", "Something new: show it";
        upload_failed: "上传失败，文件没有导入", "The upload failed; nothing was imported";
    }
}

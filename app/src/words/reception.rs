//! Words of the page that says when tickets are received.

words! {
    /// Words of the page that says when tickets are received.
    ReceptionWords {
        title: "工单接待", "Ticket reception";
        open: "工单接待…", "Ticket reception…";
        back: "设置", "Settings";
        note: "工单的时限只在接待时间内计算。每周至少 5 天、每天至少 8 小时。", "Tickets are timed within these hours alone. Five days a week need eight hours each at least.";
        note_read: "只有所有者和运营可以更改。", "Only owners and operations may change it.";
        now_open: "现在在接待时间内。", "Tickets are received now.";
        now_closed: "现在不在接待时间内，{at} 开始接待。", "Tickets are not received now; reception opens at {at}.";
        now_never: "日历里没有接待时间。", "The calendar has no hours.";
        now_off: "现在不接待工单。", "Tickets are not received at all.";
        receives: "接待客户工单", "Receive tickets";
        receives_yes: "接待", "Yes";
        receives_no: "不接待", "No";
        time_zone: "时区", "Time zone";
        time_zone_hint: "例如 Asia/Shanghai。", "Such as Asia/Shanghai.";
        hours: "每周接待时间", "Hours of each day";
        hours_hint: "每天可以有几段，例如 09:00-12:00, 13:30-18:00；留空表示不接待；最晚 24:00。", "Several spans a day, such as 09:00-12:00, 13:30-18:00; empty: closed; 24:00 at the latest.";
        closed: "不接待", "closed";
        dated: "节假日与调休", "Holidays and swapped days";
        holidays: "节假日", "Holidays";
        holidays_hint: "每行一天，或一段：2026-10-01 - 2026-10-07。", "A day a line, or several: 2026-10-01 - 2026-10-07.";
        workdays: "调休上班日", "Days worked instead";
        workdays_hint: "每行一天及其时间：2026-10-10 09:00-18:00。", "A day a line with its hours: 2026-10-10 09:00-18:00.";
        none: "无", "None";
        official: "采用已知的法定节假日", "Take over the public holidays";
        official_note: "所选日期会换成下列文件的安排，其余日期不变。", "Days in these lists are set as they say; the others stay.";
        official_from: "依据：{source}", "After: {source}";
        official_said: "法定节假日已采用。", "The public holidays are taken over.";
        limits: "时限", "How long tickets may take";
        limits_hint: "以接待时间计，写成小时或 时:分，例如 24 或 1:30。没有合适的行时：首次响应 24 小时，解决 72 小时。商品比严重程度优先。", "In time of reception, as hours or h:mm, such as 24 or 1:30. Where no row fits: 24 hours until the first response, 72 until the solution. A product counts more than a severity.";
        product: "商品编号", "Product id";
        every_product: "所有商品", "every product";
        severity: "严重程度", "Severity";
        every: "所有", "Every";
        first: "首次响应", "First response";
        resolution: "解决", "Solution";
        limits_free: "空行不保存；保存后又有三个空行。", "Empty rows are not kept; after saving there are three free rows again.";
        usual: "没有另外设置：首次响应 24 小时，解决 72 小时。", "Nothing is set: 24 hours until the first response, 72 until the solution.";
        saved: "工单接待已保存。", "The reception is saved.";
    }
}

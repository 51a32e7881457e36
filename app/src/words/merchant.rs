//! Words of the page that says who issues statements.

words! {
    /// Words of the page that says who issues statements.
    MerchantWords {
        title: "结算单抬头", "Company on statements";
        note: "印在结算单上的公司资料。新出具的结算单使用保存后的资料；已出具的保留出具时的资料，不受影响。", "What statements say of the company that issues them. Statements issued from now on carry what is saved here; those issued before keep what they had.";
        note_read: "只有所有者和财务可以更改。", " Only owners and finance may change it.";
        back: "设置", "Settings";
        open: "结算单抬头…", "Company on statements…";
        company: "公司", "Company";
        company_zh: "公司名称（中文）", "Company name in Chinese";
        company_en: "公司名称（英文）", "Company name in English";
        name_hint: "中文结算单印中文名称，英文结算单印英文名称；只填一个时两种都印它。", "A statement in Chinese carries the Chinese name, one in English the English name. Fill in one and both carry it.";
        tax_number: "纳税人识别号", "Tax number";
        company_address: "地址", "Address";
        bank: "开户行", "Bank";
        bank_account: "账号", "Account";
        contact: "联系方式", "Contact";
        contact_hint: "如：王会计 021-5555 0100 finance@example.com", "Such as: Wang Min, +86 21 5555 0100, finance@example.com";
        signatures_zh: "签字栏（中文）", "Signature lines in Chinese";
        signatures_en: "签字栏（英文）", "Signature lines in English";
        signatures_hint: "从左到右，用斜杠分开；最多 4 栏，每栏最多 20 个字符。留空则不印。", "From left to right, separated by slashes; at most 4, with at most 20 characters each. Empty prints none.";
        pictures: "图片", "Pictures";
        logo: "公司标志", "Logo";
        seal: "印章", "Seal";
        logo_hint: "印在左上角，最大 50 × 14 毫米。", "Printed at the upper left, at most 50 × 14 mm.";
        seal_hint: "只印在已出具的结算单上，40 × 40 毫米以内；透明底的 PNG 最好。", "Printed on issued statements only, within 40 × 40 mm; a PNG with a transparent background looks best.";
        limits: "PNG 或 JPEG，最大 {mb} MB，每边 {least} 到 {most} 像素。", "PNG or JPEG, at most {mb} MB, each side {least} to {most} pixels.";
        no_picture: "还没有图片。", "There is none yet.";
        pixels: "{w} × {h} 像素", "{w} × {h} pixels";
        choose: "选择图片", "Choose a picture";
        upload: "上传", "Upload";
        replace: "替换", "Replace";
        remove: "移除", "Remove";
        saved: "结算单抬头已保存。", "Saved.";
        uploaded: "图片已保存。", "The picture is saved.";
        removed: "图片已移除。已出具的结算单不受影响。", "The picture is removed. Issued statements keep it.";
        no_file: "请先选择一个图片文件。", "Choose a picture first.";
        broken_off: "上传中断，请再试一次。", "The upload broke off; try again.";
        missing: "结算单上还缺：{what}。", "The statement does not say: {what}.";
        fill_in: "填写结算单抬头", "Fill it in";
        ask: "请所有者或财务填写。", "Owners and finance can fill it in.";
        missing_issued: "出具时没有填写：{what}。之后的更改不影响已出具的结算单。", "When it was issued this had not been filled in: {what}. Later changes do not change an issued statement.";
        issuer: "出具公司", "Company";
    }
}

//! The ZIP of an evidence pack. It is laid out here and nowhere else, byte for byte, so that a pack can be
//! written while its documents are being read, and so that [`prove`](super::prove) notices a change of any
//! byte in it: nothing is left to a library that writes headers otherwise a year from now.
//!
//! Files are stored as they are. Their size is known beforehand and their check sum is not: it stands behind them.

/// Of a local header, a descriptor, an entry of the directory, and its three ends.
const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const ENTRY: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const END_64_PLACE: u32 = 0x0706_4b50;
/// A descriptor follows, and names are UTF-8.
const FLAGS: u16 = 0x0808;
/// Midnight of 1 January 1980: when a pack was made stands in its manifest.
const DAY: u16 = 0x0021;
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;

/// A file of the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) size: u64,
    offset: u64,
    crc: u32,
}

/// Where the next file begins, and those before it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) parts: Vec<Part>,
    at: u64,
}

impl Layout {
    /// What stands in front of a file.
    pub(super) fn begin(&mut self, name: &str, size: u64) -> Vec<u8> {
        let mut out = Out::default();
        out.u32(LOCAL).u16(VERSION).u16(FLAGS).u16(0).u16(0).u16(DAY).u32(0).u32(0).u32(0);
        out.u16(short(name.len())).u16(0).bytes(name.as_bytes());
        self.parts.push(Part { name: name.to_owned(), size, offset: self.at, crc: 0 });
        self.at += out.0.len() as u64 + size;
        out.0
    }

    /// What stands behind it.
    pub(super) fn end(&mut self, crc: u32) -> Vec<u8> {
        let mut out = Out::default();
        let Some(part) = self.parts.last_mut() else { return out.0 };
        part.crc = crc;
        out.u32(DESCRIPTOR).u32(crc).u32(low(part.size)).u32(low(part.size));
        self.at += out.0.len() as u64;
        out.0
    }

    /// What stands behind all of them.
    pub(super) fn directory(&self) -> Vec<u8> {
        let mut out = Out::default();
        for part in &self.parts {
            let far = part.offset >= u64::from(u32::MAX);
            let version = if far { VERSION_64 } else { VERSION };
            out.u32(ENTRY).u16(version).u16(version).u16(FLAGS).u16(0).u16(0).u16(DAY);
            out.u32(part.crc).u32(low(part.size)).u32(low(part.size)).u16(short(part.name.len()));
            out.u16(if far { 12 } else { 0 }).u16(0).u16(0).u16(0).u32(0).u32(low(part.offset));
            out.bytes(part.name.as_bytes());
            if far {
                out.u16(1).u16(8).u64(part.offset);
            }
        }
        let (count, size) = (self.parts.len() as u64, out.0.len() as u64);
        if self.at >= u64::from(u32::MAX) || count >= u64::from(u16::MAX) {
            let at = self.at + size;
            out.u32(END_64).u64(44).u16(VERSION_64).u16(VERSION_64).u32(0).u32(0).u64(count).u64(count);
            out.u64(size).u64(self.at).u32(END_64_PLACE).u32(0).u64(at).u32(1);
        }
        let count = short(self.parts.len());
        out.u32(END).u16(0).u16(0).u16(count).u16(count).u32(low(size)).u32(low(self.at)).u16(0);
        out.0
    }

    /// How long a pack of these files is.
    pub(super) fn length<'a>(files: impl Iterator<Item = (&'a str, u64)>) -> u64 {
        let mut layout = Self::default();
        for (name, size) in files {
            layout.begin(name, size);
            layout.end(0);
        }
        layout.at + layout.directory().len() as u64
    }
}

/// What does not fit says so with all its bits; the place of the long number is behind it.
fn low(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Numbers with their low byte first.
#[derive(Default)]
struct Out(Vec<u8>);

impl Out {
    fn u16(&mut self, number: u16) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn u32(&mut self, number: u32) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn u64(&mut self, number: u64) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

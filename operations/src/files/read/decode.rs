//! Text of any encoding as UTF-8.

use std::io::{Read, Result};

use encoding_rs::{CoderResult, Decoder};

/// Turns what is read into UTF-8. What is not valid becomes U+FFFD.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    from: usize,
    to: usize,
    at_end: bool,
    flushed: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads from `inner` what this decoder understands.
    pub(super) fn new(inner: R, decoder: Decoder) -> Self {
        Self { inner, decoder, input: vec![0; 1 << 16], from: 0, to: 0, at_end: false, flushed: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        // The decoder needs room for the longest character.
        if buffer.len() < 16 {
            return Ok(0);
        }
        loop {
            if self.from == self.to && !self.at_end {
                self.to = self.inner.read(&mut self.input)?;
                self.from = 0;
                self.at_end = self.to == 0;
            }
            if self.flushed {
                return Ok(0);
            }
            let input = &self.input[self.from..self.to];
            let (result, read, written, _) = self.decoder.decode_to_utf8(input, buffer, self.at_end);
            self.from += read;
            self.flushed = self.at_end && result == CoderResult::InputEmpty;
            if written > 0 || self.flushed {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_across_pieces_survive() {
        struct OneByOne<'a>(&'a [u8]);
        impl Read for OneByOne<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                buffer[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let text = "订单号,客户\nCS1,华为云𠮷\n";
        let bytes = encoding_rs::GB18030.encode(text).0;
        let mut out = String::new();
        let mut reader = Decoded::new(OneByOne(&bytes), encoding_rs::GB18030.new_decoder());
        let mut buffer = [0; 64];
        loop {
            let count = reader.read(&mut buffer).unwrap();
            if count == 0 {
                break;
            }
            out.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        }
        assert_eq!(out, text);
    }
}

//! When something is killed.

use std::time::Duration;

/// Points in time from a seed that is printed when a test fails.
pub struct Points(u64);

impl Points {
    pub fn new() -> Self {
        let seed = u64::from(std::process::id()) << 20;
        println!("seed {seed}");
        Self(seed)
    }

    /// The nth of `count` parts of `whole`, and somewhere within it.
    pub fn next(&mut self, n: u64, count: u64, whole: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let micros = u64::try_from(whole.as_micros()).unwrap();
        Duration::from_micros((n * micros + (self.0 >> 33) * micros / (1 << 31)) / count)
    }
}

//! Decompression of streams: gzip and Zstandard, behind the feature `compression`.

#[cfg(feature = "compression")]
use std::io::BufRead;
use std::io::{self, Read};

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// Returns the compression of a stream that begins with these bytes; `None` if it is not compressed.
    pub(crate) fn detect(start: &[u8]) -> Option<Compression> {
        match start {
            [0x1f, 0x8b, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }

    /// Decompresses a stream.
    #[cfg(feature = "compression")]
    pub(crate) fn decompress(self, packed: PackedStream) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Compression::Zstd => Box::new(ZstdFrames { packed: Some(packed), frame: None }),
        })
    }

    /// Says that this build cannot decompress.
    #[cfg(not(feature = "compression"))]
    pub(crate) fn decompress(self, _: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
        let message = "this build cannot read compressed files; build it with --features compression";
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }
}

#[cfg(feature = "compression")]
type PackedStream = Box<dyn BufRead + Send>;
#[cfg(feature = "compression")]
type Frame = ruzstd::decoding::StreamingDecoder<PackedStream, ruzstd::decoding::FrameDecoder>;

/// A reader of consecutive Zstandard frames, as `zstd` and `pzstd` write them.
#[cfg(feature = "compression")]
struct ZstdFrames {
    packed: Option<PackedStream>,
    frame: Option<Frame>,
}

#[cfg(feature = "compression")]
impl Read for ZstdFrames {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(out)?;
                if count > 0 || out.is_empty() {
                    return Ok(count);
                }
                self.packed = self.frame.take().map(Frame::into_inner);
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            if packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(Frame::new(packed).map_err(io::Error::other)?);
        }
    }
}

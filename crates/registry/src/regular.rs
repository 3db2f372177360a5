//! Files that are read only if they are what they should be: regular, and no longer than expected.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a regular file to read it; returns it with its length.
///
/// A link, a pipe or a device is refused, and none of them is waited for.
pub(crate) fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut options = File::options();
    options.read(true);
    checked(path, &mut options)
}

/// Opens or makes a file to lock it.
pub(crate) fn open_or_create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    checked(path, &mut options).map(|(file, _)| file)
}

/// Reads a regular file of at most `most` bytes.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, length) = open(path)?;
    if length > most {
        let text = format!("it has {length} bytes, at most {most} are read");
        return Err(io::Error::new(io::ErrorKind::InvalidData, text));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // It may grow while it is read.
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn checked(path: &Path, options: &mut std::fs::OpenOptions) -> io::Result<(File, u64)> {
    let refused = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("it is {what}, no regular file"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    let file = match options.open(path) {
        #[cfg(unix)]
        Err(error) if error.raw_os_error() == Some(libc::ELOOP) => return Err(refused("a link")),
        #[cfg(unix)]
        Err(error) if error.raw_os_error() == Some(libc::ENXIO) => return Err(refused("a pipe")),
        opened => opened?,
    };
    let metadata = file.metadata()?;
    match metadata.file_type() {
        kind if kind.is_file() => Ok((file, metadata.len())),
        kind if kind.is_dir() => Err(refused("a folder")),
        _ => Err(refused("a pipe or device")),
    }
}

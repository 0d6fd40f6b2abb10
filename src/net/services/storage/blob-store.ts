// The seam between the file services and wherever the bytes live: what a store of files can do.
//
// Names are paths: safe base names with `/` between them ("a/b.txt"), in Unicode's NFC form; "" is the root folder where a
// folder is asked for. Whatever a store throws is an `OSError` with its `errno` (ENOENT, EISDIR, ENOTDIR, EEXIST,
// ENOTEMPTY, ENOSPC, EACCES, EDQUOT for a quota …), a `FileNameError`, or what a method names.

/** A file that was stored. */
export interface StoredFile {
  /** The name under which it is stored: the one asked for, in Unicode's NFC form. */
  readonly filename: string;
  /** Its size in bytes. */
  readonly size: number;
  /** The SHA-256 of what was written, in hexadecimal; `null` where `begin` was told `hash: false`. */
  readonly sha256: string | null;
}

/** How an upload begins. */
export interface BeginOptions {
  /** How many bytes the file will have: an integer from 0 on. */
  readonly size: number;
  /** Go on with what an earlier upload of this name and size left behind, where there is some. */
  readonly resume?: boolean;
  /** `false` spares the SHA-256 of what is written; then `commit` takes none and gives none. */
  readonly hash?: boolean;
}

/** What there is under a name. */
export interface BlobStat {
  /** The whole name, from the root on. */
  readonly name: string;
  readonly kind: "file" | "folder";
  /** In bytes; 0 for a folder. */
  readonly size: number;
  /** When it was last changed, in milliseconds since 1970. */
  readonly modified: number;
}

/** How to list a folder. */
export interface ListOptions {
  /** Only entries whose base names come after this one in the order of their UTF-16 code units: a page's `next`. */
  readonly after?: string;
  /** At most so many entries, from 1 on; a store may give fewer. */
  readonly limit?: number;
}

/** A part of a folder's list. */
export interface BlobPage {
  /** Sorted by name. Files that are not complete yet are not among them. */
  readonly entries: readonly BlobStat[];
  /** What to pass as `after` for the next page; `null` behind the last one. */
  readonly next: string | null;
}

/** Which part of a file to read. */
export interface ReadOptions {
  /** The first byte, 0 unless told. An offset behind the end reads nothing. */
  readonly offset?: number;
  /** At most so many bytes; all to the end unless told. */
  readonly length?: number;
  /** Ends the reading when it aborts; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** How much a store holds. */
export interface StoreUsage {
  /** Complete files. */
  readonly files: number;
  /** The bytes of them, and those of uploads that are not complete. */
  readonly bytes: number;
}

/**
 * A file on its way into a store: `write` its bytes, then `commit`. `abort` and `suspend` end it without making it
 * visible. Calls must not overlap, except that `abort` may be called at any time.
 */
export interface BlobUpload extends AsyncDisposable {
  /** The name it will have, in Unicode's NFC form. */
  readonly filename: string;
  /** How many bytes were announced. */
  readonly size: number;
  /** How many bytes it truly has: more than 0 right after `begin` only where it resumes. */
  readonly offset: number;
  /** The SHA-256 of what it has, in hexadecimal, for both sides to see whether they mean the same bytes. */
  digest(): Promise<string>;
  /**
   * Appends a chunk, which belongs to the store from then on, memory and all: it may be moved to another thread. Waiting is
   * back-pressure.
   *
   * @param offset where the sender believes the chunk to begin
   * @throws ValueError unless `offset` is this upload's, and when there would be more bytes than announced
   * @throws OSError, after which only `suspend` and `abort` make sense
   */
  write(chunk: Uint8Array, offset: number): Promise<void>;
  /**
   * Makes the file safe on the disk, then visible under its name, in the place of a file that had it.
   *
   * @param sha256 what the sender says it is, in hexadecimal
   * @throws ValueError when there are fewer bytes than announced
   * @throws DigestError when the digest differs; what was written is removed
   * @throws OSError, after which nothing is visible
   */
  commit(sha256?: string): Promise<StoredFile>;
  /** Ends it for now: what is there is kept, hidden, for a later `begin` with `resume`. Never throws. */
  suspend(): Promise<void>;
  /** Ends it and removes what was written. Never throws; does nothing after `commit` or `suspend`. */
  abort(): Promise<void>;
}

/**
 * A part of a file's bytes, in chunks of any size, to be iterated once. They are those of one file, even if another takes its
 * name meanwhile. A file that gets shorter while it is read is an `OSError` (EIO): never fewer bytes than `length` in silence.
 */
export interface BlobContent extends AsyncIterable<Uint8Array>, AsyncDisposable {
  /** How many bytes the whole file has. */
  readonly size: number;
  /** Where this part begins. */
  readonly offset: number;
  /** How many bytes it has. */
  readonly length: number;
  /** When the file was last changed, in milliseconds since 1970. */
  readonly modified: number;
  /** Gives the file back; for one that is not read to its end. */
  close(): Promise<void>;
}

/** A place for files, which appear under their names only when they are whole. */
export interface BlobStore extends AsyncDisposable {
  /**
   * Begins to store a file. Nothing can be seen of it before `commit`. Uploads of one name never mix: the last to commit
   * has it. Folders in the name must be there.
   *
   * @throws FileNameError, OSError
   * @throws ValueError for a size that is none
   */
  begin(name: string, options: BeginOptions): Promise<BlobUpload>;
  /** Opens a file, or a part of it. @throws FileNameError, OSError @throws ValueError for an offset or length that is none */
  read(name: string, options?: ReadOptions): Promise<BlobContent>;
  /** @throws FileNameError, OSError */
  stat(name: string): Promise<BlobStat>;
  /** A page of a folder's files and folders. @throws FileNameError, OSError */
  list(folder: string, options?: ListOptions): Promise<BlobPage>;
  /**
   * The SHA-256 of a file, in hexadecimal.
   *
   * @param options.length only of the first so many bytes, or of all where there are not as many
   * @throws FileNameError, OSError
   */
  digest(name: string, options?: Omit<ReadOptions, "offset">): Promise<string>;
  /** Removes a file or an empty folder. @throws FileNameError, OSError */
  remove(name: string): Promise<void>;
  /** Gives a file or folder another name. A file takes the place of a file, and never that of a folder. @throws FileNameError, OSError */
  rename(from: string, to: string): Promise<void>;
  /** Makes a folder and those above it; one that is there already is fine. @throws FileNameError, OSError */
  makeFolder(name: string): Promise<void>;
  /** Counts what there is. */
  usage(): Promise<StoreUsage>;
  /** Gives back what the store holds of the system. Uploads must have ended. */
  close(): Promise<void>;
}

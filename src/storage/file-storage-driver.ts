/**
 * A storage driver for Temporal's external storage that keeps payloads as files in a folder. Rules: a file's name is the
 * SHA-256 of what is in it, so that equal payloads are kept once, nothing is ever changed, and what is read is proven; a
 * file is there whole or not at all; and no claim reads a file outside of the folder, whoever wrote it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  StorageDriverClaim,
  type Payload,
  type StorageDriver,
  type StorageDriverRetrieveContext,
  type StorageDriverStoreContext,
} from '@temporalio/common';
// The package is CommonJS built at run time: Node finds only its default export.
import proto from '@temporalio/proto';
import {
  FileStorageOptionError,
  StorageFolderError,
  StoredPayloadLostError,
  StoredPayloadTooLargeError,
  systemFault,
} from './storage-error.js';

const PayloadProto = proto.temporal.api.common.v1.Payload;
const KEY = /^[0-9a-f]{64}$/;
const DEFAULTS = { name: 'everycall-files', maxBytes: 64_000_000 };

/** Options of {@link FileStorageDriver}. */
export interface FileStorageOptions {
  /** Folder of the files: on a disk that all workers and clients of the namespace share. It is made when it is missing. */
  readonly folder: string;
  /** Stands in history with each payload, and must be the same wherever it is read. @default 'everycall-files' */
  readonly name?: string;
  /** Most bytes of one payload. @default 64_000_000 */
  readonly maxBytes?: number;
}

/**
 * Keeps payloads as files. Nothing is ever deleted by it: delete files that are older than the namespace's retention (a
 * payload that is stored again counts as new).
 */
export class FileStorageDriver implements StorageDriver {
  /** The implementation, in any language. */
  readonly type = 'everycall.files';
  readonly name: string;
  readonly folder: string;
  readonly maxBytes: number;

  /** @throws {FileStorageOptionError} */
  constructor(options: FileStorageOptions) {
    const { folder, name = DEFAULTS.name, maxBytes = DEFAULTS.maxBytes } = options ?? {};
    if (typeof folder !== 'string' || folder === '') throw new FileStorageOptionError('folder', folder, 'a path');
    if (typeof name !== 'string' || name === '') throw new FileStorageOptionError('name', name, 'a text');
    if (!Number.isInteger(maxBytes) || maxBytes < 1) {
      throw new FileStorageOptionError('maxBytes', maxBytes, 'a whole number over 0');
    }
    this.folder = resolve(folder);
    this.name = name;
    this.maxBytes = maxBytes;
  }

  /** Keeps payloads, one after the other. @throws {StoredPayloadTooLargeError} {@link StorageFolderError} */
  async store({ abortSignal }: StorageDriverStoreContext, payloads: Payload[]): Promise<StorageDriverClaim[]> {
    const claims: StorageDriverClaim[] = [];
    for (const payload of payloads) {
      abortSignal?.throwIfAborted();
      const bytes = PayloadProto.encode(payload).finish();
      if (bytes.length > this.maxBytes) throw new StoredPayloadTooLargeError(bytes.length, this.maxBytes);
      const key = keyOf(bytes);
      await this.#keep(key, bytes).catch((cause: unknown) => {
        throw new StorageFolderError(this.folder, bytes.length, { cause });
      });
      claims.push(new StorageDriverClaim({ sha256: key }));
    }
    return claims;
  }

  /** Reads payloads. @throws {StoredPayloadLostError} when a file is missing, too large, or not what was stored. */
  async retrieve({ abortSignal }: StorageDriverRetrieveContext, claims: StorageDriverClaim[]): Promise<Payload[]> {
    const payloads: Payload[] = [];
    for (const { claimData } of claims) {
      abortSignal?.throwIfAborted();
      payloads.push(PayloadProto.decode(await this.#read(claimData.sha256 ?? '')));
    }
    return payloads;
  }

  #pathOf(key: string): { folder: string; file: string } {
    const folder = join(this.folder, key.slice(0, 2));
    return { folder, file: join(folder, key) };
  }

  async #keep(key: string, bytes: Uint8Array): Promise<void> {
    const { folder, file } = this.#pathOf(key);
    if (await isThere(file, bytes.length)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${randomUUID()}.tmp`);
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        // What history refers to must outlive a power cut.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async #read(key: string): Promise<Uint8Array> {
    if (!KEY.test(key)) throw new StoredPayloadLostError(this.name, key, 'its claim names no file of this driver');
    const { file } = this.#pathOf(key);
    const unreadable = (cause: unknown) => {
      const { code, why } = systemFault(cause);
      return new StoredPayloadLostError(this.name, key, code === 'ENOENT' ? 'there is no such file' : why, { cause });
    };
    const found = await stat(file).catch((cause: unknown) => Promise.reject(unreadable(cause)));
    if (!found.isFile()) throw new StoredPayloadLostError(this.name, key, 'there is no such file');
    if (found.size > this.maxBytes) throw new StoredPayloadLostError(this.name, key, `it has ${found.size} bytes`);
    const bytes = await readFile(file).catch((cause: unknown) => Promise.reject(unreadable(cause)));
    if (keyOf(bytes) !== key) throw new StoredPayloadLostError(this.name, key, 'its content was changed');
    return bytes;
  }
}

/** Whether the file is kept already; if so, it counts as new from now on. */
async function isThere(file: string, size: number): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (!found || found.size !== size) return false;
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    // Deleted in this very moment, or another's file: written again.
    () => false,
  );
}

function keyOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

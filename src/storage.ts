/** `everycall/storage`: a driver for Temporal's external storage that keeps large payloads as files. */
export { FileStorageDriver, type FileStorageOptions } from './storage/file-storage-driver.js';
export {
  FileStorageOptionError,
  StorageFolderError,
  StoredPayloadLostError,
  StoredPayloadTooLargeError,
} from './storage/storage-error.js';
export { ExternalStorageOptionError } from './storage/use-storage.js';

// The files of TLS, looked at before OpenSSL does, whose errors name no file.

import { accessSync, constants } from "node:fs";
import { asOSError } from "../net/oserror.ts";

/** Throws for the first of the files that cannot be read. @throws OSError with the file's name */
export function checkReadable(...paths: readonly (string | null | undefined)[]): void {
  for (const path of paths) {
    if (path == null) continue;
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      throw asOSError(error, path);
    }
  }
}

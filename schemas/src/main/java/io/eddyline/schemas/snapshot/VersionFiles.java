package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a published version come to the folder where they are read.
 *
 * <p>Names in the manifest have been looked at before a call.
 */
interface VersionFiles {
  /** Signatures are shorter than this; what is not is cut. */
  int MAX_SIGNATURE_BYTES = 128;

  /**
   * Makes every file readable in the folder.
   *
   * @param between runs between any two pieces of work, to rest or to throw
   * @throws FormatException naming a file that the store does not have as the manifest says
   */
  void fetch(Manifest manifest, Runnable between) throws IOException;

  /**
   * Makes every file readable in the folder and compares it there with the manifest.
   *
   * @param between runs between any two pieces of work, to rest or to throw
   * @throws FormatException naming the first file that is missing, of another size or altered
   */
  void verify(Manifest manifest, Runnable between) throws IOException;

  /** The manifest's signature, null if there is none. */
  byte @Nullable [] signature() throws IOException;
}

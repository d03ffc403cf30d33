package io.eddyline.schemas.snapshot;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Signs manifests with an Ed25519 key (RFC 8032). The manifest names the digest of every other
 * file, so that its signature vouches for the whole version.
 *
 * <p>Threading: immutable.
 */
public final class ManifestSigner {
  static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;

  private ManifestSigner(PrivateKey key) {
    this.key = key;
  }

  /**
   * Takes the private key of a PEM file, as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws IllegalArgumentException if the file holds none
   */
  public static ManifestSigner of(Path keyFile) {
    byte[] encoded = PemFile.blocks(keyFile, "PRIVATE KEY").getFirst();
    try {
      return new ManifestSigner(
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "key file %s: expected an Ed25519 private key".formatted(keyFile), e);
    }
  }

  /** The 64 bytes of the signature. */
  byte[] sign(byte[] manifest) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(manifest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs any bytes", e);
    }
  }
}

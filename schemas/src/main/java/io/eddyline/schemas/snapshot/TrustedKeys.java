package io.eddyline.schemas.snapshot;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The Ed25519 public keys whose holders' versions a reader takes. Several stand side by side while
 * one takes the other's place.
 *
 * <p>Threading: immutable.
 */
public final class TrustedKeys {
  /** Without keys nothing has to be signed. */
  public static final TrustedKeys NONE = new TrustedKeys(List.of());

  private final List<PublicKey> keys;

  private TrustedKeys(List<PublicKey> keys) {
    this.keys = keys;
  }

  /**
   * Takes every public key of some PEM files, as {@code openssl pkey -pubout} writes them.
   *
   * @throws IllegalArgumentException if a file holds none
   */
  public static TrustedKeys of(List<Path> files) {
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : files) {
      for (byte[] encoded : PemFile.blocks(file, "PUBLIC KEY")) {
        keys.add(key(file, encoded));
      }
    }
    return new TrustedKeys(List.copyOf(keys));
  }

  private static PublicKey key(Path file, byte[] encoded) {
    try {
      return KeyFactory.getInstance(ManifestSigner.ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "key file %s: expected Ed25519 public keys".formatted(file), e);
    }
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  public int count() {
    return keys.size();
  }

  /** Whether one of the keys made this signature of these bytes. */
  boolean signed(byte[] manifest, byte[] signature) {
    return keys.stream().anyMatch(key -> signed(key, manifest, signature));
  }

  private static boolean signed(PublicKey key, byte[] manifest, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ManifestSigner.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(manifest);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // bytes that are no signature at all
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key verifies any bytes", e);
    }
  }
}

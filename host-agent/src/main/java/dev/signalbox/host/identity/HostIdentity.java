package dev.signalbox.host.identity;

import dev.signalbox.schemas.codec.Signatures;
import java.security.KeyPair;
import org.jspecify.annotations.Nullable;

/// Who this host is: minted once, kept in a file that its owner alone can read.
///
/// @param hostId minted here before joining, so that a repeated join is the same one
/// @param privateKey base64 of the PKCS #8 form
/// @param membership null until the host has joined
public record HostIdentity(
        String hostId,
        String publicKey,
        String privateKey,
        @Nullable Membership membership) {

    /// What a join answered.
    ///
    /// @param partitions how many partitions `reports` has
    public record Membership(String namespace, String bootstrapServers, int partitions) {}

    static HostIdentity mint(String hostId) {
        KeyPair keys = Signatures.generate();
        return new HostIdentity(
                hostId, Signatures.encode(keys.getPublic()), Signatures.encode(keys.getPrivate()), null);
    }

    HostIdentity joined(Membership answer) {
        return new HostIdentity(hostId, publicKey, privateKey, answer);
    }

    @Override
    public String toString() {
        return "HostIdentity[" + hostId + "]";
    }
}

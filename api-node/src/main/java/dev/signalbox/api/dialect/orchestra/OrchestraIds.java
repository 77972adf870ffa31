package dev.signalbox.api.dialect.orchestra;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/// Mints ids in the original's form.
final class OrchestraIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 4;

    private OrchestraIds() {}

    /// A session's id and what its screen is called: the same eight digits in both.
    record Session(String id, String terminal) {}

    static Session session(String agentType) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String digits = HexFormat.of().formatHex(bytes);
        return new Session("sess-" + agentType + "-" + digits, "agent-" + agentType + "-" + digits);
    }

    /// Whether the id is one that [#session] made for an agent of the type.
    static boolean spawned(String id, String agentType) {
        return id.startsWith("sess-" + agentType + "-");
    }

    static String ticket() {
        return "ticket-" + UUID.randomUUID();
    }
}

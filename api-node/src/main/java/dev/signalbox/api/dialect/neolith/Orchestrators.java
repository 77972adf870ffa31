package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.document.Documents;
import dev.signalbox.api.core.document.Documents.Change;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.http.Replays;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Document;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may have a daemon, and by which key. A key is shown once, when it is made; what is kept is a hash
/// of it. Keys are long and by chance, so that a plain hash is as good as a slow one.
final class Orchestrators {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}|vp_[A-Za-z0-9._:-]{1,61}");
    private static final String KEY = "vp_";
    private static final int SECRET = 40;

    private final Documents documents;

    Orchestrators(Documents documents) {
        this.documents = documents;
    }

    /// A key with what is kept of it.
    record Made(Records.Orchestrator orchestrator, String apiKey, String apiSecret) {}

    static boolean isId(String text) {
        return text.length() <= 64 && ID.matcher(text).matches();
    }

    Optional<Records.Orchestrator> find(String namespace, String orchestratorId) {
        return documents
                .get(namespace, Records.ORCHESTRATORS, orchestratorId)
                .map(document -> Records.read(document, Records.Orchestrator.class));
    }

    List<Records.Orchestrator> list(String namespace) {
        return documents.list(namespace, Records.ORCHESTRATORS, "").stream()
                .map(document -> Records.read(document, Records.Orchestrator.class))
                .toList();
    }

    /// Makes one, or gives it another key; the old one is worth nothing then.
    ///
    /// @param given of the request: with a key it makes one, however often it is sent
    /// @throws RefusedException CONFLICT for a repetition, which can be shown no key: only its hash is kept
    Made make(
            Principal by,
            Optional<Repetition> given,
            String orchestratorId,
            String organizationId,
            @Nullable String name,
            List<String> scopes)
            throws InterruptedException {
        String apiKey = KEY + orchestratorId + "_" + NeolithIds.secret(SECRET);
        String apiSecret = NeolithIds.secret(SECRET);
        var made = new Records.Orchestrator(
                orchestratorId, organizationId, name, true, hash(apiKey), hash(apiSecret), scopes);
        Outcome outcome =
                documents.put(by, given, Records.ORCHESTRATORS, orchestratorId, Records.body(made), null, null);
        if (Replays.is(outcome)) {
            throw Refusal.of(
                            ErrorCode.CONFLICT,
                            "The key was made and shown when this came first; another " + Repetition.HEADER
                                    + " makes another key")
                    .asException();
        }
        return new Made(made, apiKey, apiSecret);
    }

    /// False when there is none.
    boolean enable(Principal by, String orchestratorId, boolean enabled) throws InterruptedException {
        return !(documents.update(by, Records.ORCHESTRATORS, orchestratorId, before -> change(before, enabled))
                instanceof Change.Nothing);
    }

    private static Change change(Optional<Document> before, boolean enabled) {
        return before.<Change>map(document -> {
                    var one = Records.read(document, Records.Orchestrator.class);
                    return new Change.Put(
                            Records.body(new Records.Orchestrator(
                                    one.orchestratorId(),
                                    one.organizationId(),
                                    one.name(),
                                    enabled,
                                    one.keyHash(),
                                    one.secretHash(),
                                    one.scopes())),
                            null);
                })
                .orElseGet(Change.Nothing::new);
    }

    void delete(Principal by, String orchestratorId) throws InterruptedException {
        boolean _ = documents.delete(by, Records.ORCHESTRATORS, orchestratorId, null);
    }

    /// The orchestrator that a key says it is of; nothing is proven by that. Empty when it is no key.
    static Optional<String> named(String apiKey) {
        int end = apiKey.lastIndexOf('_');
        return apiKey.startsWith(KEY) && end > KEY.length()
                ? Optional.of(apiKey.substring(KEY.length(), end))
                : Optional.empty();
    }

    /// In the same time whatever is presented.
    static boolean matches(String presented, String hash) {
        return MessageDigest.isEqual(
                hash(presented).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.signalbox.e2e.agents;

import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specs of sessions, with nothing but what these tests are about.
final class Specs {
    private Specs() {}

    static SessionSpec headless(String provider, ApprovalMode approvals, @Nullable String resumedNativeId) {
        return spec(provider, approvals, false, resumedNativeId);
    }

    static SessionSpec interactive(String provider) {
        return spec(provider, ApprovalMode.ASK, true, null);
    }

    private static SessionSpec spec(
            String provider, ApprovalMode approvals, boolean interactive, @Nullable String resumedNativeId) {
        return new SessionSpec(
                provider,
                List.of(),
                interactive,
                false,
                null,
                null,
                List.of(),
                Map.of(),
                Map.of(),
                approvals,
                null,
                null,
                false,
                resumedNativeId == null ? null : "s-earlier",
                resumedNativeId);
    }
}

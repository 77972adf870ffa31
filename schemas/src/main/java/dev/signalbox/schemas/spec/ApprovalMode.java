package dev.signalbox.schemas.spec;

/// How much a provider may do without asking; each provider maps it to its own flags.
public enum ApprovalMode {
    /// The provider's own default.
    ASK,
    /// Edits of files need no approval.
    EDITS,
    /// Nothing needs an approval.
    ALL
}

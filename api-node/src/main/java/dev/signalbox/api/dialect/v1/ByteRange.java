package dev.signalbox.api.dialect.v1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One range of a `Range` header. Pure.
///
/// @param first null for a suffix
/// @param last inclusive; for a suffix its length; null: open
record ByteRange(@Nullable Long first, @Nullable Long last) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Empty for a header that asks for no single range of bytes; such a header is ignored, as HTTP wants it.
    static Optional<ByteRange> parse(String header) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long first = matcher.group(1).isEmpty() ? null : Long.valueOf(matcher.group(1));
        Long last = matcher.group(2).isEmpty() ? null : Long.valueOf(matcher.group(2));
        boolean backwards = first != null && last != null && last < first;
        return (first == null && last == null) || backwards
                ? Optional.empty()
                : Optional.of(new ByteRange(first, last));
    }

    /// The range inside so many bytes, empty when it is outside.
    Optional<Span> within(long total) {
        long from = first != null ? first : Math.max(0, total - (last == null ? 0 : last));
        long to = first != null && last != null ? Math.min(last, total - 1) : total - 1;
        return from >= total || to < from ? Optional.empty() : Optional.of(new Span(from, to));
    }

    /// Both inclusive.
    record Span(long from, long to) {
        long length() {
            return to - from + 1;
        }
    }
}

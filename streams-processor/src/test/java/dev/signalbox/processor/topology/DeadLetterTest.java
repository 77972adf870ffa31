package dev.signalbox.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.intake.Position;
import dev.signalbox.processor.intake.Verification.Cause;
import dev.signalbox.schemas.report.ReportBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {
    private static final DeadLetter LETTER =
            new DeadLetter(new Position("signalbox.commands", 3, 14, 1_600), Cause.MALFORMED, "it is no JSON");

    private static List<String> names(Headers headers) {
        var names = new ArrayList<String>();
        headers.forEach(header -> names.add(header.key()));
        return names;
    }

    /// What people are told to find.
    private static String described() throws IOException {
        try (InputStream in = DeadLetterTest.class.getResourceAsStream("/asyncapi.yaml")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            int from = all.indexOf("    DeadLetter:\n      title");
            return all.substring(from, all.indexOf("bindings:", from));
        }
    }

    @Test
    void its_headers_are_those_that_are_described() throws Exception {
        Headers headers =
                LETTER.of(new byte[] {1}, new byte[] {2}, new RecordHeaders()).headers();
        String required = described().split("required: \\[")[1].split("]")[0];

        assertThat(Arrays.asList(required.split(", "))).containsExactlyElementsOf(names(headers));
    }

    @Test
    void what_is_left_out_and_what_proves_the_sender_is_described_too() throws Exception {
        var source = new RecordHeaders().add(ReportBatch.SIGNATURE, new byte[64]);

        var letter = LETTER.of(new byte[5_000], new byte[1_000_001], source);

        assertThat(letter.value()).isNull();
        assertThat(letter.key().key()).isNull();
        assertThat(names(letter.headers()))
                .contains(DeadLetter.OMITTED_BYTES, ReportBatch.SIGNATURE)
                .allSatisfy(name -> assertThat(described()).contains("\n          " + name + ":"));
    }
}

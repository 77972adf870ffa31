package dev.signalbox.schemas.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records whose value is bytes: what else they say stands in headers. The golden files have all bytes in hexadecimal.
class HeadersTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void an_output_record_is_its_golden_record_both_ways() throws Exception {
        Golden golden = golden("OutputRecord");

        OutputRecord record = OutputRecord.of(golden.key, golden.headers::get, golden.value);

        assertThat(record)
                .usingRecursiveComparison()
                .isEqualTo(new OutputRecord(
                        "s-k4m8w2xq7tb9zc3d",
                        418,
                        OutputRecord.Kind.BYTES,
                        OutputRecord.Stream.ERR,
                        4_194_304,
                        12,
                        HEX.parseHex("636f6c6f72201b5b33316d726564f09f9a82ff")));
        assertThat(record.headers()).usingRecursiveComparison().isEqualTo(golden.headers);
        assertThat(record.endByte()).isEqualTo(4_194_304 + 19);
        assertThat(record.keyBytes()).isEqualTo(golden.key.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keystrokes_are_their_golden_record_both_ways() throws Exception {
        Golden golden = golden("Keystrokes");

        Keystrokes keystrokes = Keystrokes.of(golden.key, golden.headers::get, golden.value);

        assertThat(keystrokes)
                .usingRecursiveComparison()
                .isEqualTo(new Keystrokes(
                        "s-k4m8w2xq7tb9zc3d",
                        3,
                        17,
                        Instant.parse("2025-11-20T09:33:08.602Z"),
                        "ls\r".getBytes(StandardCharsets.UTF_8)));
        assertThat(keystrokes.headers()).usingRecursiveComparison().isEqualTo(golden.headers);
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_comes_back(OutputRecord.Kind kind) {
        OutputRecord record = new OutputRecord("s-1", 1, kind, OutputRecord.Stream.OUT, 7, 1, new byte[] {1, 2});

        assertThat(OutputRecord.of("s-1", record.headers()::get, record.value()).kind())
                .isEqualTo(kind);
        assertThat(record.endByte()).isEqualTo(kind == OutputRecord.Kind.BYTES ? 9 : 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seq", "kind", "stream", "byte", "incarnation"})
    void a_record_that_lacks_a_header_or_has_a_strange_one_is_not_ours(String header) throws Exception {
        Golden golden = golden("OutputRecord");
        Map<String, byte[]> strange = new HashMap<>(golden.headers);
        strange.put(header, new byte[] {1, 2, 3});
        Map<String, byte[]> fewer = new HashMap<>(golden.headers);
        fewer.remove(header);

        assertThat(OutputRecord.of(golden.key, strange::get, golden.value)).isNull();
        assertThat(OutputRecord.of(golden.key, fewer::get, golden.value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch", "seq", "not-after"})
    void keystrokes_that_lack_a_header_are_not_ours(String header) throws Exception {
        Golden golden = golden("Keystrokes");
        Map<String, byte[]> fewer = new HashMap<>(golden.headers);
        fewer.remove(header);

        assertThat(Keystrokes.of(golden.key, fewer::get, golden.value)).isNull();
    }

    private record Golden(String key, Map<String, byte[]> headers, byte[] value) {}

    private static Golden golden(String name) throws Exception {
        try (InputStream in = HeadersTest.class.getResourceAsStream("/golden/output/" + name + ".json")) {
            JsonNode json = Json.mapper().readTree(in);
            Map<String, byte[]> headers = new LinkedHashMap<>();
            json.get("headers")
                    .properties()
                    .forEach(entry -> headers.put(
                            entry.getKey(), HEX.parseHex(entry.getValue().asText())));
            return new Golden(
                    json.get("key").asText(),
                    headers,
                    HEX.parseHex(json.get("value").asText()));
        }
    }
}

package dev.signalbox.api.http;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request as Helidon gives it.
final class HelidonExchange implements Request.Exchange {
    private final ServerRequest request;
    private final Mount mount;
    private final int maxBody;
    private byte @Nullable [] body;

    HelidonExchange(ServerRequest request, Mount mount, int maxBody) {
        this.request = request;
        this.mount = mount;
        this.maxBody = maxBody;
    }

    @Override
    public String method() {
        return request.prologue().method().text();
    }

    @Override
    public String path() {
        return mount.inside(request.path().rawPath());
    }

    @Override
    public String prefix() {
        return mount.prefix();
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public List<String> query(String name) {
        return request.query().all(name, List::of);
    }

    @Override
    public Set<String> queryNames() {
        return request.query().names();
    }

    @Override
    public byte[] body() {
        if (body == null) {
            body = read();
        }
        return body;
    }

    private byte[] read() {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > maxBody && request.headers().contains(HeaderNames.EXPECT)) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBody + 1);
            if (bytes.length > maxBody) {
                if (announced > maxBody) {
                    // A client that is still writing would find a broken connection instead of the answer.
                    in.transferTo(OutputStream.nullOutputStream());
                }
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "the body broke off").asException();
        }
    }

    private RefusedException tooLarge() {
        return Refusal.of(ErrorCode.TOO_LARGE, "the body is larger than " + maxBody + " bytes")
                .asException();
    }
}

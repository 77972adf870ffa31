# One image for the three services of docker-compose.yml; each names its own command.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN ./signalbox --build-only && mv "target/signalbox/$(cat target/signalbox/stamp)" /lib-of-signalbox

FROM eclipse-temurin:25-jre
RUN apt-get update \
 && apt-get install -y --no-install-recommends git tmux bsdutils util-linux procps \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 signalbox \
 && install -d -o signalbox -g signalbox /var/lib/signalbox /work
COPY --from=build /lib-of-signalbox /opt/signalbox/lib
USER signalbox
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-cp", "/opt/signalbox/lib/*", "dev.signalbox.dev.Main"]

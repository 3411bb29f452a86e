/* A TCP relay that reads and writes and does nothing else, which is the floor under every server: relay PORT TARGET. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WINDOW = 64 * 1024, BACKLOG = 1024, STACK = 128 * 1024 };

struct ends {
  int from, to;
};

static struct sockaddr_in target;

static void *pump(void *argument) {
  struct ends *ends = argument;
  char *window = malloc(WINDOW);
  ssize_t got;
  while ((got = read(ends->from, window, WINDOW)) > 0) {
    ssize_t sent = 0, step = 0;
    while (sent < got && (step = write(ends->to, window + sent, got - sent)) > 0) sent += step;
    if (step <= 0) break;
  }
  shutdown(ends->to, SHUT_WR);
  free(window);
  return NULL;
}

static void *serve(void *argument) {
  int client = (int)(long)argument, origin = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (connect(origin, (struct sockaddr *)&target, sizeof target) == 0) {
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(origin, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct ends up = {client, origin}, down = {origin, client};
    pthread_t other;
    if (pthread_create(&other, NULL, pump, &up) == 0) {
      pump(&down);
      pthread_join(other, NULL);
    }
  }
  close(client);
  close(origin);
  return NULL;
}

static struct sockaddr_in loopback(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in own = loopback(words[1]);
  target = loopback(words[2]);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) != 0 || listen(listener, BACKLOG) != 0) return 1;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (;;) {
    int client = accept(listener, NULL, NULL);
    pthread_t thread;
    if (client >= 0 && pthread_create(&thread, &attributes, serve, (void *)(long)client) != 0) close(client);
  }
}

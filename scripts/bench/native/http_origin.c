/* Answers every HTTP request with the same few bytes, and ends the connection where that is asked for: http_origin PORT. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, EVENTS = 64, REQUEST = 4096 };

static const char ANSWER[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static const char LAST_ANSWER[] = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

static int watch(int poll, int socket) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
  return epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

static void take(int poll, int listener) {
  int client = accept(listener, NULL, NULL), on = 1;
  if (client < 0) return;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (watch(poll, client) != 0) close(client);
}

/* Requests this small come in one piece. */
static void answer(int client) {
  char request[REQUEST];
  ssize_t got = read(client, request, sizeof request);
  if (got <= 0) {
    close(client);
    return;
  }
  int last = memmem(request, got, "Connection: close", 17) != NULL;
  const char *text = last ? LAST_ANSWER : ANSWER;
  if (write(client, text, strlen(text)) < 0 || last) shutdown(client, SHUT_WR);
}

int main(int count, char **words) {
  if (count != 2) return 2;
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&own, sizeof own) != 0 || listen(listener, BACKLOG) != 0) return 1;
  if (watch(poll, listener) != 0) return 1;
  for (;;) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(poll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == listener) take(poll, listener);
      else answer(events[i].data.fd);
    }
  }
}

/* Sends back what comes to a UDP port of this machine: udp_echo PORT. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int count, char **words) {
  if (count != 2) return 2;
  static char window[65536];
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int echo = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(echo, (struct sockaddr *)&own, sizeof own) != 0) return 1;
  for (;;) {
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t got = recvfrom(echo, window, sizeof window, 0, (struct sockaddr *)&from, &size);
    if (got >= 0) sendto(echo, window, got, 0, (struct sockaddr *)&from, size);
  }
}

// Package mail brings notices to the practice's people by e-mail. A [Sender] posts one plain-text message a notice over
// SMTP: with STARTTLS, which it demands, or with TLS from the first byte; in the clear, and then without a login, only when
// told so, for a server on the same machine.
//
// A message's Message-ID and Date are made from the notice: a repeat after a crash is the same message to every mail
// program that looks. Notices about one client refer to one thread. The subject says what kind of notice it is and nothing
// of the client. What a client wrote is in the body only, encoded: no word of theirs can become a header or a command.
// Errors name codes and hosts, never addresses or what the server says.
//
// What goes wrong is tried again by the dispatcher, logins and unknown addresses too, since the practice can mend them;
// only a message that the server refuses for its content is given up. The whole of a try has one limit in time, and its
// connection is closed however it ends.
//
// Nobody answers by e-mail: staff answer in their chat, or reach the client themselves.
package mail
